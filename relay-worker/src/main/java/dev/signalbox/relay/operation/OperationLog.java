package dev.signalbox.relay.operation;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.report.Report;
import dev.signalbox.relay.report.ReportRow;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the table {@code operation}. Its statements find one operation by its id, be
 * that of one organization or of several. Safe for use by several threads.
 */
public final class OperationLog {

  private static final String RECORD =
      """
      INSERT INTO {schema}.operation
        (operation_id, finished_at, affected, kind, state, actor, reason, organization_id, selection)
      VALUES (?, now(), 1, ?, 'done', ?, nullif(?, ''), ?, nullif(?, ''))
      """;

  private static final String BEGIN =
      """
      INSERT INTO {schema}.operation
        (operation_id, kind, state, actor, reason, organization_id, selection)
      VALUES (?, ?, 'running', ?, nullif(?, ''), ?, ?)
      ON CONFLICT (operation_id) DO NOTHING
      """;

  private static final String HOLD =
      """
      SELECT affected, state
      FROM {schema}.operation
      WHERE operation_id = ?
      FOR UPDATE
      """;

  private static final String COUNT =
      """
      UPDATE {schema}.operation
      SET affected = affected + ?, state = CASE WHEN ? THEN 'done' ELSE state END,
        finished_at = CASE WHEN ? THEN now() END
      WHERE operation_id = ? AND state = 'running'
      """;

  private static final String END =
      """
      UPDATE {schema}.operation
      SET state = ?, finished_at = now()
      WHERE operation_id = ? AND state = 'running'
      """;

  private static final String FIND =
      """
      SELECT operation_id::text AS operation, kind, state, affected, actor, reason, organization_id AS organization,
        selection, {started_at} AS started, {finished_at} AS finished
      FROM {schema}.operation
      WHERE operation_id = ?
      """
          .replace("{started_at}", Report.utc("started_at"))
          .replace("{finished_at}", Report.utc("finished_at"));

  private final String record;
  private final String begin;
  private final String hold;
  private final String count;
  private final String end;
  private final String find;

  /** Of the outbox in this schema. */
  @Inject
  public OperationLog(SchemaName schema) {
    this.record = schema.in(RECORD);
    this.begin = schema.in(BEGIN);
    this.hold = schema.in(HOLD);
    this.count = schema.in(COUNT);
    this.end = schema.in(END);
    this.find = schema.in(FIND);
  }

  /**
   * Records, in the transaction of the connection, what is done by it.
   *
   * @param organization null: it is not limited to one
   * @param details what exactly; empty: the kind says it all
   */
  public void record(
      Connection connection,
      String kind,
      Attribution by,
      @Nullable String organization,
      String details)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(record)) {
      statement.setObject(1, UUID.randomUUID());
      statement.setString(2, kind);
      statement.setString(3, by.actor());
      statement.setString(4, by.reason());
      statement.setString(5, organization);
      statement.setString(6, details);
      statement.executeUpdate();
    }
  }

  /**
   * Records that a longer operation begins; a second time changes nothing.
   *
   * @param organization null: it is not limited to one
   */
  public void begin(
      Connection connection,
      UUID id,
      String kind,
      Attribution by,
      @Nullable String organization,
      String selection)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(begin)) {
      statement.setObject(1, id);
      statement.setString(2, kind);
      statement.setString(3, by.actor());
      statement.setString(4, by.reason());
      statement.setString(5, organization);
      statement.setString(6, selection);
      statement.executeUpdate();
    }
  }

  /** Keeps every other attempt of the operation out until the connection's transaction ends. */
  public Standing hold(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(hold)) {
      statement.setObject(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new Standing(row.getLong(1), row.getString(2).equals("running"))
            : new Standing(0, false);
      }
    }
  }

  /** Adds what the connection's transaction did, and says whether it was the last. */
  public void count(Connection connection, UUID id, long affected, boolean last)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(count)) {
      statement.setLong(1, affected);
      statement.setBoolean(2, last);
      statement.setBoolean(3, last);
      statement.setObject(4, id);
      statement.executeUpdate();
    }
  }

  /** Ends a running operation before it is done; one that has ended stays as it is. */
  public void end(Connection connection, UUID id, String state) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(end)) {
      statement.setString(1, state);
      statement.setObject(2, id);
      statement.executeUpdate();
    }
  }

  /** What is recorded of an operation. */
  public Optional<ReportRow> find(DataSource dataSource, UUID id) throws SQLException {
    List<ReportRow> rows = Report.read(dataSource, find, statement -> statement.setObject(1, id));
    return rows.stream().findFirst();
  }

  /**
   * How far an operation is.
   *
   * @param affected what it has done
   * @param running whether it may go on
   */
  public record Standing(long affected, boolean running) {}
}
