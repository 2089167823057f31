package dev.signalbox.demo.chaos;

import dev.signalbox.contract.SchemaName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Looks at the relay's tables from outside. No statement is limited to an organization: the run has
 * few, and its tables are small. Safe for use by several threads.
 */
final class OutboxState {

  private final DataSource dataSource;

  OutboxState(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  private static final String COUNTS =
      """
      SELECT
        (SELECT count(*) FROM chaos.committed),
        (SELECT count(*) FROM {schema}.outbox_event),
        (SELECT count(*) FROM {schema}.dead_letter)
      """;

  /** How many events are committed, pending and dead. */
  record Counts(long committed, long pending, long dead) {}

  Counts counts() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(inSchema(COUNTS))) {
      row.next();
      return new Counts(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }

  private static final String DEAD = "SELECT event_id::text FROM {schema}.dead_letter";

  List<String> dead() throws SQLException {
    return lines(DEAD);
  }

  List<CommittedEvent> committed() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return Truth.read(connection);
    }
  }

  private static final String PENDING =
      """
      SELECT format(
        '%s: %s pending (ids %s to %s), attempts up to %s, due %s to %s, %s not yet due, last error %s; lease %s',
        organization_id, count(*), min(id), max(id), max(attempts),
        min(coalesce(next_attempt_at, appended_at)), max(coalesce(next_attempt_at, appended_at)),
        count(*) FILTER (WHERE next_attempt_at > now()),
        coalesce(max(last_error), 'none'),
        (SELECT row_to_json(l)::text FROM {schema}.relay_lease AS l
         WHERE l.organization_id = e.organization_id))
      FROM {schema}.outbox_event AS e
      GROUP BY organization_id
      ORDER BY organization_id
      """;

  /** What is pending, by organization, with its lease. */
  List<String> pending() throws SQLException {
    return lines(PENDING);
  }

  private static final String WRONGLY_DEAD =
      """
      SELECT format('%s of %s: %s after %s attempts, status %s',
        d.event_id, d.organization_id, d.reason, d.attempts, d.status)
      FROM {schema}.dead_letter AS d
      LEFT JOIN chaos.committed AS c ON c.event_id = d.event_id::text
      WHERE c.doomed IS NOT TRUE
      ORDER BY d.letter_id
      """;

  /** Why events died that were not meant to. */
  List<String> wronglyDead() throws SQLException {
    return lines(WRONGLY_DEAD);
  }

  private static final String CUT =
      """
      SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
      """;

  /** Ends every connection but its own. */
  void cutConnections() throws SQLException {
    lines(CUT);
  }

  private List<String> lines(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(inSchema(sql))) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    }
  }

  private static String inSchema(String sql) {
    return SchemaName.DEFAULT.in(sql);
  }
}
