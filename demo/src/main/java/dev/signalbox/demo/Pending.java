package dev.signalbox.demo;

import dev.signalbox.contract.SchemaName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Counts what is committed and not yet delivered. Safe for use by several threads. */
final class Pending {

  private final DataSource dataSource;
  private final SchemaName schema;

  Pending(DataSource dataSource, SchemaName schema) {
    this.dataSource = dataSource;
    this.schema = schema;
  }

  /** Not limited to an organization: the view shows them all, and the demo's table is small. */
  private static final String COUNT_PENDING =
      "SELECT organization_id, count(*) FROM {schema}.outbox_event GROUP BY organization_id";

  /** By organization; those without are left out. */
  Map<String, Long> byOrganization() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(schema.in(COUNT_PENDING))) {
      Map<String, Long> counts = new TreeMap<>();
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
      return counts;
    }
  }

  /** Of all organizations. */
  long total() throws SQLException {
    return byOrganization().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Not limited to an organization, as above. */
  private static final String COUNT_DEAD = "SELECT count(*) FROM {schema}.dead_letter";

  /** Events that Svix will never accept. */
  long dead() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(schema.in(COUNT_DEAD))) {
      row.next();
      return row.getLong(1);
    }
  }
}
