package dev.signalbox.outbox;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.outbox.PendingLimitException.Exceeded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGStatement;

/** Asks whether a batch fits below the limits of its organizations, before it is written. */
final class PendingLimits {

  /**
   * Whether a row stands at the given place of an organization's rows. It reads no further than to
   * there, by the one index that has this order; the search path is the caller's, so nothing else
   * could be meant by the names.
   */
  static final String HAS_ROW_AT =
      """
      EXISTS (
        SELECT
        FROM {schema}.outbox_event AS event
        WHERE (event.organization_id, event.id) >= (known.organization_id, -9223372036854775808)
          AND (event.organization_id, event.id) <= (known.organization_id, 9223372036854775807)
        ORDER BY event.organization_id, event.id
        OFFSET %s
        LIMIT 1
      )
      """;

  private static final String EXCEEDED =
      """
      SELECT known.organization_id, known.pending_limit
      FROM unnest(?::pg_catalog.text[], ?::pg_catalog.int8[]) AS asked (organization_id, events)
      JOIN {schema}.organization AS known ON known.organization_id = asked.organization_id
      WHERE known.pending_limit < asked.events
        OR known.pending_limit IS NOT NULL AND %s
      ORDER BY known.organization_id
      """
          .formatted(HAS_ROW_AT.formatted("greatest(0, known.pending_limit - asked.events)"));

  private static final int NEVER = 0;

  private final String exceeded;

  PendingLimits(SchemaName schema) {
    this.exceeded = schema.in(EXCEEDED);
  }

  /**
   * Prepares a statement with {@link #HAS_ROW_AT}, to be planned at each execution: a plan that was
   * kept from when the outbox was nearly empty reads all of it, until the table is analyzed.
   */
  static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    if (statement.isWrapperFor(PGStatement.class)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(NEVER);
    }
    return statement;
  }

  /** Throws where a limit would be exceeded. */
  void check(Connection connection, List<Row> rows) throws SQLException {
    Map<String, Long> events = new TreeMap<>();
    rows.forEach(row -> events.merge(row.organization(), 1L, Long::sum));
    try (PreparedStatement statement = prepare(connection, exceeded)) {
      statement.setArray(1, connection.createArrayOf("text", events.keySet().toArray()));
      statement.setArray(2, connection.createArrayOf("int8", events.values().toArray()));
      List<Exceeded> found = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(new Exceeded(row.getString(1), row.getInt(2)));
        }
      }
      if (!found.isEmpty()) {
        throw new PendingLimitException(found);
      }
    }
  }
}
