package dev.signalbox.relay.sweep;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/**
 * One connection in one transaction, which no borrower ends or closes, and what it has scanned so
 * far.
 */
final class OpenConnection implements AutoCloseable {

  /** Sets the parameters of a statement. */
  interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** By which a borrower would end the transaction. */
  private static final Set<String> ENDS = Set.of("close", "commit", "rollback", "setAutoCommit");

  private final Connection connection;
  private String lastStatement = "";

  OpenConnection(DataSource dataSource) throws SQLException {
    connection = dataSource.getConnection();
    connection.setAutoCommit(false);
  }

  DataSource dataSource() {
    InvocationHandler staysOpen =
        (proxy, method, arguments) -> {
          if (method.getName().equals("prepareStatement")) {
            lastStatement = String.valueOf(arguments[0]);
          }
          return ENDS.contains(method.getName()) ? null : method.invoke(connection, arguments);
        };
    Object borrowed = proxy(Connection.class, staysOpen);
    return (DataSource) proxy(DataSource.class, (proxy, method, arguments) -> borrowed);
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  /** Sequential scans of the outbox in this transaction. */
  long sequentialScans() throws SQLException {
    return outbox("coalesce(sum(seq_scan), 0)");
  }

  /** Rows of the outbox that were read in this transaction, whichever way. */
  long rowsRead() throws SQLException {
    return outbox("coalesce(sum(seq_tup_read + idx_tup_fetch), 0)");
  }

  /** The plan of the statement that was prepared last. */
  String explain(Binding parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("EXPLAIN " + lastStatement)) {
      parameters.bind(statement);
      StringBuilder plan = new StringBuilder();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          plan.append(row.getString(1)).append('\n');
        }
      }
      return plan.toString();
    }
  }

  private long outbox(String count) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT "
                    + count
                    + " FROM pg_stat_xact_user_tables"
                    + " WHERE schemaname = 'signalbox' AND relname = 'outbox_event'")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
