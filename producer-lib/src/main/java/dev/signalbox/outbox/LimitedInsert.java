package dev.signalbox.outbox;

import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.outbox.PendingLimitException.Exceeded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Writes one row where its organization's limit of pending events lets it, by one statement. */
final class LimitedInsert {

  private static final String INSERT =
      """
      WITH full_up AS (
        SELECT known.pending_limit
        FROM {schema}.organization AS known
        WHERE known.organization_id = ? AND known.pending_limit IS NOT NULL AND %s
      ), written AS (
        INSERT INTO {schema}.outbox_event
          (event_id, payload_version, organization_id, event_type, ordering_key, channels, headers, payload)
        SELECT ?, %d, ?, ?, ?, ?::pg_catalog.text[], ?, ?
        WHERE NOT EXISTS (SELECT FROM full_up)
        RETURNING 1
      )
      SELECT (SELECT pending_limit FROM full_up), (SELECT pg_catalog.count(*) FROM written)
      """
          .formatted(
              PendingLimits.HAS_ROW_AT.formatted("known.pending_limit - 1"),
              RelayContract.PAYLOAD_VERSION);

  private final SchemaName schema;
  private final String insert;

  LimitedInsert(SchemaName schema) {
    this.schema = schema;
    this.insert = schema.in(INSERT);
  }

  void write(Connection connection, Row row) throws SQLException {
    try (PreparedStatement statement = PendingLimits.prepare(connection, insert)) {
      statement.setString(1, row.organization());
      SingleInsert.bind(statement, 2, row);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        int limit = result.getInt(1);
        if (!result.wasNull()) {
          throw new PendingLimitException(List.of(new Exceeded(row.organization(), limit)));
        }
        OutboxSchemaException.checkWritten(schema, result.getLong(2), 1);
      }
    }
  }
}
