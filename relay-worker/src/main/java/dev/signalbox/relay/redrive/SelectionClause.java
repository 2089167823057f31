package dev.signalbox.relay.redrive;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A selection as a condition on {@code dead_letter}. Only what is asked for stands in it, so that
 * the planner sees which index serves.
 */
final class SelectionClause {

  private final LetterSelection selection;

  SelectionClause(LetterSelection selection) {
    this.selection = selection;
  }

  /** Puts the condition in place of {@code {selected}}. */
  String in(String sql) {
    return sql.replace(
        "{selected}",
        "true"
            + condition(selection.organizationId(), " AND organization_id = ?")
            + condition(selection.eventType(), " AND event_type = ?")
            + condition(selection.errorClass(), " AND error_class = ?")
            + condition(selection.since(), " AND died_at >= ?::timestamptz")
            + condition(selection.until(), " AND died_at < ?::timestamptz")
            + (selection.letterIds().isEmpty() ? "" : " AND letter_id = ANY (?::bigint[])"));
  }

  /** Gives the condition its parameters, from {@code first}; returns the index behind them. */
  int bind(PreparedStatement statement, int first) throws SQLException {
    int next = bind(statement, first, selection.organizationId());
    next = bind(statement, next, selection.eventType());
    next = bind(statement, next, selection.errorClass());
    next = bind(statement, next, selection.since());
    next = bind(statement, next, selection.until());
    if (!selection.letterIds().isEmpty()) {
      statement.setArray(
          next++,
          statement.getConnection().createArrayOf("bigint", selection.letterIds().toArray()));
    }
    return next;
  }

  private static String condition(String value, String condition) {
    return value.isEmpty() ? "" : condition;
  }

  private static int bind(PreparedStatement statement, int index, String value)
      throws SQLException {
    if (value.isEmpty()) {
      return index;
    }
    statement.setString(index, value);
    return index + 1;
  }
}
