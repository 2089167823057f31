package dev.signalbox.outbox;

import java.sql.Connection;
import java.sql.SQLException;

/** An append where no transaction can be open, or none that may write. Nothing was executed. */
public final class TransactionRequiredException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private TransactionRequiredException(String message) {
    super(message);
  }

  /** Asks the driver, not the server. */
  static void check(Connection connection) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new TransactionRequiredException(
          "Append needs a transaction, but the connection is in auto-commit mode.");
    }
    if (connection.isReadOnly()) {
      throw new TransactionRequiredException(
          "Append needs a transaction that may write, but the connection is read-only.");
    }
  }
}
