package dev.signalbox.bench.append;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Appends by plain JDBC in a transaction that it begins and commits itself. */
record JdbcAppender(HikariDataSource dataSource, List<String> tables, JdbcAppend append)
    implements Appender {

  /** Writes the messages with the transaction's connection. */
  @FunctionalInterface
  interface JdbcAppend {
    void append(Connection connection, List<Message> messages) throws Exception;
  }

  @Override
  public void transaction(List<Message> messages, Work besides) throws Exception {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        append.append(connection, messages);
        besides.on(connection);
        connection.commit();
      } catch (Exception e) { // whatever it was, the connection must not keep the transaction
        rollback(connection, e);
        throw e;
      }
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
