package dev.signalbox.relay.redrive;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.report.Report;
import dev.signalbox.relay.report.ReportRow;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Shows dead letters to operators. Its statements are limited by what the operator asks for, which
 * may be all organizations, or one letter by its number.
 */
public final class DeadLetters {

  private static final String COLUMNS =
      """
      letter_id AS letter, event_id::text AS event, organization_id AS organization, event_type AS type,
      ordering_key AS key, parked, error_class AS class, status, attempts, {appended_at} AS appended,
      {first_refused_at} AS "firstRefused", {died_at} AS died, reason, response
      """
          .replace("{appended_at}", Report.utc("appended_at"))
          .replace("{first_refused_at}", Report.utc("first_refused_at"))
          .replace("{died_at}", Report.utc("died_at"));

  private static final String LIST =
      """
      SELECT {columns}
      FROM {schema}.dead_letter
      WHERE {selected}
      ORDER BY letter_id
      LIMIT ?
      """
          .replace("{columns}", COLUMNS);

  private static final String SHOW =
      """
      SELECT {columns}, suspected_kills AS "suspectedKills", payload_version AS "payloadVersion", channels::text AS channels,
        headers, octet_length(payload) AS "payloadBytes"
      FROM {schema}.dead_letter
      WHERE letter_id = ?
      """
          .replace("{columns}", COLUMNS);

  private static final String PAYLOAD =
      "SELECT payload FROM {schema}.dead_letter WHERE letter_id = ?";

  /** The row without a class is the sum. */
  private static final String COUNT =
      """
      SELECT error_class AS class, count(*) AS letters, count(*) FILTER (WHERE parked) AS parked,
        count(DISTINCT organization_id) AS organizations
      FROM {schema}.dead_letter
      WHERE {selected}
      GROUP BY GROUPING SETS ((error_class), ())
      ORDER BY error_class NULLS LAST
      """;

  private final DataSource dataSource;
  private final SchemaName schema;

  /** Of the outbox in this schema. */
  public DeadLetters(DataSource dataSource, SchemaName schema) {
    this.dataSource = dataSource;
    this.schema = schema;
  }

  /** The first of those selected, without payloads. */
  public List<ReportRow> list(LetterSelection selection, int limit) throws SQLException {
    SelectionClause clause = new SelectionClause(selection);
    return Report.read(
        dataSource,
        clause.in(schema.in(LIST)),
        statement -> statement.setInt(clause.bind(statement, 1), limit));
  }

  /** All that is known of one but its payload. */
  public Optional<ReportRow> show(long letterId) throws SQLException {
    return one(SHOW, letterId);
  }

  /** The payload of one, byte for byte what was appended. */
  public Optional<String> payload(long letterId) throws SQLException {
    return one(PAYLOAD, letterId).map(row -> row.text("payload"));
  }

  /** How many there are of each error class; the last row is their sum. */
  public List<ReportRow> count(LetterSelection selection) throws SQLException {
    SelectionClause clause = new SelectionClause(selection);
    return Report.read(
        dataSource, clause.in(schema.in(COUNT)), statement -> clause.bind(statement, 1));
  }

  /** How many there are. */
  public long total(LetterSelection selection) throws SQLException {
    return Long.parseLong(count(selection).getLast().text("letters"));
  }

  private Optional<ReportRow> one(String sql, long letterId) throws SQLException {
    return Report.read(dataSource, schema.in(sql), statement -> statement.setLong(1, letterId))
        .stream()
        .findFirst();
  }
}
