package dev.signalbox.outbox;

import dev.signalbox.contract.SchemaName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every column of a row but those that the database fills, texts as bytes of the server. */
record StoredRow(
    String eventId,
    int payloadVersion,
    String organization,
    String type,
    @Nullable String orderingKey,
    List<String> channels,
    @Nullable String headers,
    String payload,
    boolean untouched) {

  private static final String READ =
      """
      SELECT event_id::text, payload_version, encode(convert_to(organization_id, 'UTF8'), 'hex'), event_type,
             encode(convert_to(ordering_key, 'UTF8'), 'hex'), channels, encode(convert_to(headers, 'UTF8'), 'hex'),
             encode(convert_to(payload, 'UTF8'), 'hex'),
             attempts = 0 AND next_attempt_at IS NULL AND payload_key IS NULL AND last_error IS NULL
               AND appended_at = now()
      FROM {schema}.outbox_event
      ORDER BY id
      """;

  /** In the order of the ids. */
  static List<StoredRow> all(Connection connection, SchemaName schema) throws SQLException {
    List<StoredRow> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(schema.in(READ));
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        Array channels = result.getArray(6);
        rows.add(
            new StoredRow(
                result.getString(1),
                result.getInt(2),
                result.getString(3),
                result.getString(4),
                result.getString(5),
                channels == null ? List.of() : List.of((String[]) channels.getArray()),
                result.getString(7),
                result.getString(8),
                result.getBoolean(9)));
      }
    }
    return rows;
  }
}
