package dev.signalbox.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.relay.installation.WrongInstallationException;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrateCommandIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final PostgresDatabase database = SIGNALBOX.database();

  @Test
  void theSchemaBelongsToTheSourceThatMigratesItFirst() throws SQLException {
    CommandRun first = new CommandRun();
    assertThat(first.run(environment("bound", "shop"), "", "migrate")).isZero();
    assertThat(first.out.toString())
        .isEqualToIgnoringNewLines(
            "Schema bound is at version 1 (1 applied now) and belongs to source shop.");
    Installation installation = installations("bound").bind(new Source("shop"));

    CommandRun again = new CommandRun();
    assertThat(again.run(environment("bound", "shop"), "", "migrate")).isZero();
    assertThat(again.out.toString()).contains("(0 applied now)");
    assertThat(installations("bound").bind(new Source("shop"))).isEqualTo(installation);
  }

  @Test
  void anotherSourceIsRefusedInOneLine() throws SQLException {
    assertThat(new CommandRun().run(environment("taken", "shop"), "", "migrate")).isZero();

    CommandRun other = new CommandRun();
    assertThat(other.run(environment("taken", "billing"), "", "migrate")).isEqualTo(1);

    assertThat(other.error.toString())
        .isEqualToIgnoringNewLines(
            "signalbox migrate: Schema \"taken\" belongs to source \"shop\", not to \"billing\""
                + " (SIGNALBOX_SOURCE).");
    assertThat(other.out.toString()).isEmpty();
    assertThat(installations("taken").bind(new Source("shop")).source())
        .isEqualTo(new Source("shop"));
  }

  @Test
  void withoutASourceTheSchemaIsLeftToWhoeverNamesOne() throws SQLException {
    Map<String, String> unnamed = new HashMap<>(environment("unnamed", "shop"));
    unnamed.remove("SIGNALBOX_SOURCE");
    CommandRun run = new CommandRun();
    assertThat(run.run(unnamed, "", "migrate")).isZero();
    assertThat(run.out.toString())
        .isEqualToIgnoringNewLines("Schema unnamed is at version 1 (1 applied now).");
    assertThat(installations("unnamed").bind(new Source("billing")).source())
        .isEqualTo(new Source("billing"));
  }

  @Test
  void aNewerSchemaIsAcceptedAndAnOlderOneRefused() throws SQLException {
    assertThat(new CommandRun().run(environment("aged", "shop"), "", "migrate")).isZero();
    Installations installations = installations("aged");

    version("aged", 2);
    assertThat(installations.bind(new Source("shop")).source()).isEqualTo(new Source("shop"));
    version("aged", 0);
    assertThatExceptionOfType(WrongInstallationException.class)
        .isThrownBy(() -> installations.bind(new Source("shop")))
        .withMessageContaining("version 0")
        .withMessageContaining("signalbox migrate");
  }

  private Installations installations(String schema) {
    return new Installations(database.dataSource(), new SchemaName(schema));
  }

  private Map<String, String> environment(String schema, String source) {
    return Map.of(
        "SIGNALBOX_DATABASE_URL", database.jdbcUrl(),
        "SIGNALBOX_DATABASE_USER", database.user(),
        "SIGNALBOX_DATABASE_PASSWORD", database.password(),
        "SIGNALBOX_SCHEMA", schema,
        "SIGNALBOX_SOURCE", source);
  }

  private void version(String schema, int version) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE " + schema + ".installation SET schema_version = " + version);
    }
  }
}
