package dev.signalbox.bench.cost;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * What PostgreSQL has counted in a database. Row versions of a session that is open may be missing
 * for a second or more, so whoever wants them all closes it first.
 *
 * @param dead row versions that updates and deletes of the outbox's tables left behind
 */
record DatabaseCounts(long wal, long updates, long hotUpdates, long dead) {

  private static final String READ =
      """
      SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn, sum(n_tup_upd), sum(n_tup_hot_upd),
        sum(n_tup_upd + n_tup_del)
      FROM pg_stat_user_tables
      WHERE relname = 'outbox_event' OR relname = 'relay_lease' OR relname LIKE 'delivered_event%'
        OR relname IN ('floor_lot', 'txno_outbox', 'scheduled_tasks', 'outbox_record')
      """;

  static DatabaseCounts read(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(READ)) {
      row.next();
      return new DatabaseCounts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }
  }
}
