package dev.signalbox.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SourceCommandIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final PostgresDatabase database = SIGNALBOX.database();
  private final CommandRun command = new CommandRun();

  @Test
  void anOperatorSeesTheHoldAndLiftsItOnce() throws SQLException {
    execute(
        "UPDATE signalbox.installation SET held_since = '2026-11-21 10:00Z', probes = 3,"
            + " held_reason = 'Svix answered 401', probe_at = '2026-11-21 10:01Z'");

    assertThat(run("source", "status")).isZero();
    assertThat(run("source", "lift", "--actor", "jane", "--reason", "new token")).isZero();
    assertThat(run("source", "status")).isZero();
    assertThat(run("source", "lift", "--actor", "joe")).isZero();

    assertThat(command.out.toString().lines())
        .containsExactly(
            "Source shop is held since 2026-11-21T10:00Z: Svix answered 401. Probes so far: 3; the"
                + " next one at 2026-11-21T10:01Z.",
            "Source shop is no longer held; the next sweeps wake its organizations.",
            "Source shop is not held.",
            "Source shop is not held.");
    assertThat(
            text(
                "SELECT string_agg(concat_ws(' ', kind, actor, reason), ',')"
                    + " FROM signalbox.operation"))
        .isEqualTo("lift jane new token");
  }

  @Test
  void aLiftNeedsAnActorAndTheCommandAVerb() {
    assertThat(run("source", "lift")).isEqualTo(ExitCodes.WRONG_USE);
    assertThat(run("source")).isEqualTo(ExitCodes.WRONG_USE);
    assertThat(command.error.toString()).contains("--actor").contains("status or lift");
  }

  private int run(String... arguments) {
    return command.run(
        Map.of(
            "SIGNALBOX_DATABASE_URL", database.jdbcUrl(),
            "SIGNALBOX_DATABASE_USER", database.user(),
            "SIGNALBOX_DATABASE_PASSWORD", database.password(),
            "SIGNALBOX_SOURCE", "shop"),
        "",
        arguments);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
