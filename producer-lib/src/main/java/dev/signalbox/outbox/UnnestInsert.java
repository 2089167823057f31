package dev.signalbox.outbox;

import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes any number of rows by one statement text over arrays, in chunks of bounded size. */
final class UnnestInsert {

  /**
   * The rows get their ids in the order of the arrays. {@code unnest} of several arrays is always
   * PostgreSQL's own, whatever the search path; types are qualified for its sake. An array of
   * arrays would have to be rectangular, so channels come as texts.
   */
  private static final String INSERT =
      """
      INSERT INTO {schema}.outbox_event
        (event_id, payload_version, organization_id, event_type, ordering_key, channels, headers, payload)
      SELECT event_id, %d, organization_id, event_type, ordering_key, channels::pg_catalog.text[], headers, payload
      FROM unnest(?::pg_catalog.uuid[], ?::pg_catalog.text[], ?::pg_catalog.text[], ?::pg_catalog.text[],
          ?::pg_catalog.text[], ?::pg_catalog.text[], ?::pg_catalog.text[])
        AS row (event_id, organization_id, event_type, ordering_key, channels, headers, payload)
      """
          .formatted(RelayContract.PAYLOAD_VERSION);

  static final int CHUNK_ROWS = 1_000;

  /** Of the payloads: what else a row has is small. A chunk of one row may be larger. */
  static final int CHUNK_CHARACTERS = 2 * 1024 * 1024;

  private final SchemaName schema;
  private final String insert;

  UnnestInsert(SchemaName schema) {
    this.schema = schema;
    this.insert = schema.in(INSERT);
  }

  void write(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (int from = 0; from < rows.size(); ) {
        int to = endOfChunk(rows, from);
        writeChunk(connection, statement, rows.subList(from, to));
        from = to;
      }
    }
  }

  private static int endOfChunk(List<Row> rows, int from) {
    long characters = 0;
    int end = Math.min(rows.size(), from + CHUNK_ROWS);
    for (int to = from; to < end; to++) {
      characters += rows.get(to).payload().length();
      if (characters > CHUNK_CHARACTERS && to > from) {
        return to;
      }
    }
    return end;
  }

  private void writeChunk(Connection connection, PreparedStatement statement, List<Row> rows)
      throws SQLException {
    Object[] ids = rows.stream().map(Row::eventId).toArray();
    statement.setArray(1, connection.createArrayOf("uuid", ids));
    setTexts(connection, statement, 2, rows, Row::organization);
    setTexts(connection, statement, 3, rows, Row::type);
    setTexts(connection, statement, 4, rows, Row::orderingKey);
    setTexts(connection, statement, 5, rows, Row::channels);
    setTexts(connection, statement, 6, rows, Row::headers);
    setTexts(connection, statement, 7, rows, Row::payload);
    OutboxSchemaException.checkWritten(schema, statement.executeUpdate(), rows.size());
  }

  private static void setTexts(
      Connection connection,
      PreparedStatement statement,
      int index,
      List<Row> rows,
      Function<Row, @Nullable String> column)
      throws SQLException {
    @Nullable String[] texts = new @Nullable String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = column.apply(rows.get(i));
    }
    statement.setArray(index, connection.createArrayOf("text", texts));
  }
}
