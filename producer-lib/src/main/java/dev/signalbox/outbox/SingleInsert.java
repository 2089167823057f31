package dev.signalbox.outbox;

import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Writes one row. */
final class SingleInsert {

  /**
   * Parameters are always bound as the same types, so that a server-side prepared statement stays
   * in use. Types are qualified because the search path is the caller's.
   */
  private static final String INSERT =
      """
      INSERT INTO {schema}.outbox_event
        (event_id, payload_version, organization_id, event_type, ordering_key, channels, headers, payload)
      VALUES (?, %d, ?, ?, ?, ?::pg_catalog.text[], ?, ?)
      """
          .formatted(RelayContract.PAYLOAD_VERSION);

  private final SchemaName schema;
  private final String insert;

  SingleInsert(SchemaName schema) {
    this.schema = schema;
    this.insert = schema.in(INSERT);
  }

  void write(Connection connection, Row row) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setObject(1, row.eventId());
      statement.setString(2, row.organization());
      statement.setString(3, row.type());
      setText(statement, 4, row.orderingKey());
      setText(statement, 5, row.channels());
      setText(statement, 6, row.headers());
      statement.setString(7, row.payload());
      OutboxSchemaException.checkWritten(schema, statement.executeUpdate(), 1);
    }
  }

  private static void setText(PreparedStatement statement, int index, @Nullable String text)
      throws SQLException {
    if (text == null) {
      statement.setNull(index, Types.VARCHAR);
    } else {
      statement.setString(index, text);
    }
  }
}
