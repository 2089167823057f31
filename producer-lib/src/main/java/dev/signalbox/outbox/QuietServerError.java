package dev.signalbox.outbox;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Errors of the server without what they quote. Detail and context may repeat the row that was
 * being written ("Failing row contains …", "COPY outbox_event, line 1, column payload: …"), and
 * payloads belong in no exception, log or tracker of errors. SQLState, the primary message and the
 * names of table, column and constraint stay, so that whoever retries or translates by them still
 * can.
 */
final class QuietServerError {

  private static final int LONGEST_CHAIN = 10;

  private QuietServerError() {}

  /** The exception itself, unless the server said more than its primary message. */
  static SQLException of(SQLException e) {
    ServerErrorMessage error = serverError(e, 0);
    if (error == null || !quotes(error)) {
      return e;
    }
    PSQLException quiet = new PSQLException(new ServerErrorMessage(withoutQuotes(error)), false);
    quiet.setStackTrace(e.getStackTrace());
    return quiet;
  }

  private static @Nullable ServerErrorMessage serverError(@Nullable Throwable e, int depth) {
    if (e == null || depth == LONGEST_CHAIN) {
      return null;
    }
    if (e instanceof PSQLException server && server.getServerErrorMessage() != null) {
      return server.getServerErrorMessage();
    }
    ServerErrorMessage cause = serverError(e.getCause(), depth + 1);
    return cause == null && e instanceof SQLException sql
        ? serverError(sql.getNextException(), depth + 1)
        : cause;
  }

  private static boolean quotes(ServerErrorMessage error) {
    return error.getDetail() != null
        || error.getWhere() != null
        || error.getHint() != null
        || error.getInternalQuery() != null;
  }

  /** As the protocol has it: fields of a letter and a text that ends with NUL. */
  private static String withoutQuotes(ServerErrorMessage error) {
    StringBuilder fields = new StringBuilder();
    add(fields, 'S', error.getSeverity());
    add(fields, 'C', error.getSQLState());
    add(fields, 'M', error.getMessage());
    add(fields, 's', error.getSchema());
    add(fields, 't', error.getTable());
    add(fields, 'c', error.getColumn());
    add(fields, 'd', error.getDatatype());
    add(fields, 'n', error.getConstraint());
    add(fields, 'R', error.getRoutine());
    return fields.toString();
  }

  private static void add(StringBuilder fields, char letter, @Nullable String text) {
    if (text != null) {
      fields.append(letter).append(text).append('\0');
    }
  }
}
