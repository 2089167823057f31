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
      bind(statement, 1, row);
      OutboxSchemaException.checkWritten(schema, statement.executeUpdate(), 1);
    }
  }

  /** Binds the columns in their order. */
  static void bind(PreparedStatement statement, int first, Row row) throws SQLException {
    statement.setObject(first, row.eventId());
    statement.setString(first + 1, row.organization());
    statement.setString(first + 2, row.type());
    setText(statement, first + 3, row.orderingKey());
    setText(statement, first + 4, row.channels());
    setText(statement, first + 5, row.headers());
    statement.setString(first + 6, row.payload());
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
