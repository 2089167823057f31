package dev.signalbox.demo.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every statement of the operator's manual runs on the tables as they are. */
class OperationsIT {

  private static final Path MANUAL =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "operations.md");

  private static final Pattern FENCE = Pattern.compile("(?ms)^```sql\n(.*?)^```$");

  /** What the statements speak of: a role, and the log's partition of a day. */
  private static final List<String> SCENE =
      List.of(
          "CREATE ROLE relay",
          "CREATE ROLE producer",
          """
          CREATE TABLE signalbox.delivered_event_20260131
          PARTITION OF signalbox.delivered_event FOR VALUES FROM ('2026-01-31Z') TO ('2026-02-01Z')
          """);

  @RegisterExtension
  static final SignalboxExtension signalbox = SignalboxExtension.migrated("signalbox");

  @Test
  void everyStatementRuns() throws SQLException, IOException {
    try (Connection connection = signalbox.database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      appendOne(connection);
      for (String sql : SCENE) {
        statement.execute(sql);
      }
      List<String> manual = statements();
      assertThat(manual).hasSizeGreaterThan(5);
      for (String sql : manual) {
        statement.execute(sql);
      }
      assertThat(pending(statement)).isEqualTo("acme order.placed {\"order\":\"o-1\"}");
    }
  }

  private static void appendOne(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    var unused =
        new Outbox()
            .append(connection, OutboxEvent.of("acme", "order.placed", "{\"order\":\"o-1\"}"));
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static List<String> statements() throws IOException {
    return FENCE.matcher(Files.readString(MANUAL)).results().map(match -> match.group(1)).toList();
  }

  private static String pending(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT organization_id || ' ' || event_type || ' ' || payload
            FROM signalbox.outbox_event
            """)) {
      row.next();
      return row.getString(1);
    }
  }
}
