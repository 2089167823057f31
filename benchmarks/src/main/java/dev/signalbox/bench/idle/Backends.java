package dev.signalbox.bench.idle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What the sessions of a worker have written to the WAL. */
final class Backends {

  /** The server counts it per session; this one tells of the others of the same database. */
  private static final String WAL =
      """
      SELECT coalesce(sum(wal.wal_bytes), 0)
      FROM pg_stat_activity AS activity, LATERAL pg_stat_get_backend_wal(activity.pid) AS wal
      WHERE activity.datname = current_database() AND activity.application_name = 'signalbox-relay'
      """;

  private Backends() {}

  static double walBytes(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WAL)) {
      row.next();
      return row.getDouble(1);
    }
  }
}
