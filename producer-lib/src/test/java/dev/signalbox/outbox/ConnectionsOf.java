package dev.signalbox.outbox;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Hands out connections that hide whose they are, get lost, or stay open when closed. */
final class ConnectionsOf implements DataSource {

  private interface Connections {
    Connection next() throws SQLException;
  }

  private final Connections connections;
  private final boolean unwraps;
  private final boolean losingAfterCommit;
  private final boolean keepsOpen;
  private int closed;

  ConnectionsOf(DataSource target, boolean unwraps) {
    this(target::getConnection, unwraps, false, false);
  }

  private ConnectionsOf(
      Connections connections, boolean unwraps, boolean losingAfterCommit, boolean keepsOpen) {
    this.connections = connections;
    this.unwraps = unwraps;
    this.losingAfterCommit = losingAfterCommit;
    this.keepsOpen = keepsOpen;
  }

  static ConnectionsOf always(Connection connection) {
    return new ConnectionsOf(() -> connection, true, false, true);
  }

  /** Each connection breaks once it has committed. */
  ConnectionsOf losingAfterCommit() {
    return new ConnectionsOf(connections, unwraps, true, false);
  }

  int closed() {
    return closed;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection target = connections.next();
    boolean[] lost = {false};
    return (Connection)
        Proxy.newProxyInstance(
            ConnectionsOf.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              String name = method.getName();
              if (lost[0]) {
                throw new SQLException("Connection is lost.", "08006");
              }
              if (name.equals("close")) {
                closed++;
                if (keepsOpen) {
                  return null;
                }
              }
              if (name.equals("isWrapperFor") && !unwraps) {
                return false;
              }
              try {
                Object result = method.invoke(target, arguments);
                if (name.equals("commit") && losingAfterCommit) {
                  lost[0] = true;
                  target.close();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("Wraps nothing.");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
