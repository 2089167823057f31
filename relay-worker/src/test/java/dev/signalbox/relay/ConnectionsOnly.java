package dev.signalbox.relay;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Hands out connections, and has nothing else that a data source may have. */
public abstract class ConnectionsOnly implements DataSource {

  @Override
  public final Connection getConnection(String user, String password) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final PrintWriter getLogWriter() {
    throw new UnsupportedOperationException();
  }

  @Override
  public final void setLogWriter(PrintWriter out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final void setLoginTimeout(int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final int getLoginTimeout() {
    return 0;
  }

  @Override
  public final Logger getParentLogger() {
    throw new UnsupportedOperationException();
  }

  @Override
  public final <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("Not a wrapper of " + type + ".");
  }

  @Override
  public final boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
