package dev.signalbox.bench.backlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What is done to an outbox past the product. */
final class Outboxes {

  /** A thousand of each, before and behind the one that is measured. */
  private static final String ROWS_OF_OTHERS =
      """
      INSERT INTO {table} (event_id, organization_id, event_type, payload)
      SELECT gen_random_uuid(), CASE WHEN n % 2 = 0 THEN 'a-' ELSE 'z-' END || n % 1000,
        'order.placed', '{"data":"' || repeat(md5(n::text), 6) || '"}'
      FROM generate_series(1, ?) AS n
      """;

  private static final String BLOCKS =
      """
      SELECT sum(coalesce(heap_blks_hit, 0) + coalesce(heap_blks_read, 0)
        + coalesce(idx_blks_hit, 0) + coalesce(idx_blks_read, 0)
        + coalesce(toast_blks_hit, 0) + coalesce(toast_blks_read, 0))
      FROM pg_statio_user_tables
      WHERE relname IN ('outbox_event', 'relay_lease', 'organization', 'dead_letter',
        'claimed_event')
        OR relname LIKE 'delivered_event%'
      """;

  private Outboxes() {}

  static void addRowsOfOthers(DataSource dataSource, int rows) throws SQLException {
    addRowsOfOthers(dataSource, "signalbox.outbox_event", rows);
  }

  /**
   * The same in another table.
   *
   * @param table with the columns of the outbox that have no default
   */
  static void addRowsOfOthers(DataSource dataSource, String table, int rows) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(ROWS_OF_OTHERS.replace("{table}", table))) {
      insert.setInt(1, rows);
      insert.executeUpdate();
    }
  }

  /**
   * Table and index blocks that were looked at since the beginning; of sessions that are open, some
   * may be missing.
   */
  static double blocks(DataSource dataSource) throws SQLException {
    return number(dataSource, BLOCKS);
  }

  static double number(DataSource dataSource, String query) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getDouble(1);
    }
  }

  static void execute(DataSource dataSource, String... statements) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
