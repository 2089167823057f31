package dev.signalbox.bench.idle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Writes in bulk what the delivery of one event to each of many organizations writes, in the same
 * order, so that the same row versions live and the same are dead; and then cleans up as autovacuum
 * does.
 */
final class DeliveredOnce {

  private static final String APPEND =
      """
      INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)
      SELECT gen_random_uuid(), 'idle-' || n, 'order.placed',
        '{"data":"' || repeat(md5(n::text), 6) || '"}'
      FROM generate_series(1, ?) AS n
      """;

  private static final List<String> TAKE_SETTLE_CLEAR =
      List.of(
          """
          INSERT INTO signalbox.relay_lease
            (organization_id, token, run_id, slice, attempt, finished, suspect, draining_until)
          SELECT organization_id, 1, gen_random_uuid()::text, 1, 1, false, false,
            now() + interval '15 seconds'
          FROM signalbox.outbox_event
          """,
          "UPDATE signalbox.relay_lease SET draining_until = now() + interval '15 seconds'",
          """
          WITH settled AS (
            DELETE FROM signalbox.outbox_event
            RETURNING appended_at, event_id, organization_id, event_type
          )
          INSERT INTO signalbox.delivered_event
            (appended_at, event_id, attempts, organization_id, event_type, svix_message_id)
          SELECT appended_at, event_id, 1, organization_id, event_type,
            'msg_' || substr(md5(event_id::text), 1, 27)
          FROM settled
          """,
          "UPDATE signalbox.relay_lease SET draining_until = NULL, finished = true");

  private static final List<String> CLEAN_UP =
      List.of(
          "VACUUM (ANALYZE) signalbox.outbox_event",
          "VACUUM (ANALYZE) signalbox.relay_lease",
          "VACUUM (ANALYZE) signalbox.delivered_event",
          "CHECKPOINT");

  private DeliveredOnce() {}

  /** Only while no relay works on the database. */
  static void write(DataSource dataSource, int organizations) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      try (PreparedStatement append = connection.prepareStatement(APPEND)) {
        append.setInt(1, organizations);
        append.executeUpdate();
      }
      execute(connection, TAKE_SETTLE_CLEAR);
      execute(connection, CLEAN_UP);
    }
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
