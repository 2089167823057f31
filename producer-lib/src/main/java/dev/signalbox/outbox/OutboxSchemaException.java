package dev.signalbox.outbox;

import dev.signalbox.contract.SchemaName;
import java.sql.SQLException;
import java.util.Set;

/**
 * The table of the outbox is missing or not as this version needs it. Keeps the SQLState; the cause
 * is what the server said. {@code signalbox migrate} creates the schema and brings it up to date.
 */
public final class OutboxSchemaException extends SQLException {

  private static final long serialVersionUID = 1;

  /** Undefined table, schema, column; a row that a trigger took away. */
  private static final Set<String> STATES = Set.of("42P01", "3F000", "42703");

  private static final String NOT_IN_PREREQUISITE_STATE = "55000";

  private OutboxSchemaException(String message, String state) {
    super(message, state);
  }

  /** The exception itself, unless it tells of the schema. */
  static SQLException explain(SchemaName schema, SQLException e) {
    if (!STATES.contains(String.valueOf(e.getSQLState()))) {
      return e;
    }
    OutboxSchemaException explained =
        new OutboxSchemaException(
            "Table %s.outbox_event is missing or older than this version needs; \"signalbox migrate\" creates and updates it."
                .formatted(schema),
            e.getSQLState());
    explained.initCause(e);
    return explained;
  }

  /** For a table that does not keep what is inserted: the events would be lost without a word. */
  static void checkWritten(SchemaName schema, long written, int expected) throws SQLException {
    if (written != expected) {
      throw new OutboxSchemaException(
          "Table %s.outbox_event took %d of %d rows: a trigger or rule that \"signalbox migrate\" does not make keeps rows out."
              .formatted(schema, written, expected),
          NOT_IN_PREREQUISITE_STATE);
    }
  }
}
