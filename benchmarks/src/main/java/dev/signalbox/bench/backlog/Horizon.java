package dev.signalbox.bench.backlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A transaction that keeps every row version from being cleaned up, and what lies behind it. */
final class Horizon implements AutoCloseable {

  private static final String APPEND =
      """
      INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)
      SELECT gen_random_uuid(), ? || n % ?, 'order.placed',
        '{"data":"' || repeat(md5(n::text), 6) || '"}'
      FROM generate_series(1, ?) AS n
      """;

  /** Each in a transaction of its own, as settlements do it. */
  private static final String UPDATE_LEASES =
      """
      DO $$
      BEGIN
        FOR n IN 1..{updates} LOOP
          UPDATE signalbox.relay_lease SET draining_until = draining_until;
          COMMIT;
        END LOOP;
      END
      $$
      """;

  private final Connection connection;

  /** Takes its snapshot at once. */
  Horizon(DataSource dataSource) throws SQLException {
    connection = dataSource.getConnection();
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM signalbox.installation");
    }
  }

  /**
   * Writes and deletes what minutes of traffic leave behind: the rows of events, and versions of
   * the leases.
   *
   * @param prefix of the organizations, behind which comes their number
   */
  static void leaveDead(
      DataSource dataSource, String prefix, int organizations, int events, int leaseUpdates)
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        PreparedStatement append = connection.prepareStatement(APPEND)) {
      append.setString(1, prefix);
      append.setInt(2, organizations);
      append.setInt(3, events);
      append.executeUpdate();
      statement.execute("DELETE FROM signalbox.outbox_event");
      statement.execute("SET synchronous_commit = off"); // these are not measured
      statement.execute(UPDATE_LEASES.replace("{updates}", Integer.toString(leaseUpdates)));
      statement.execute(
          "SELECT pg_stat_force_next_flush()"); // a VACUUM comes next, and sets it to 0
    }
  }

  /** Lets go of the snapshot. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
