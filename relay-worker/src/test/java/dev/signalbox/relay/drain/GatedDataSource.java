package dev.signalbox.relay.drain;

import dev.signalbox.relay.ConnectionsOnly;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;

/**
 * Connections from a small stock, each behind a gate: whoever takes one stands still first. The
 * steps of the relay take one per transaction, so that every boundary between transactions is one.
 */
final class GatedDataSource extends ConnectionsOnly {

  /** Connections that are used again and again. */
  static final class Stock {
    private final DataSource origin;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    Stock(DataSource origin) {
      this.origin = origin;
    }

    Connection take() throws SQLException {
      Connection connection = idle.pollFirst();
      if (connection == null) {
        connection = origin.getConnection();
        try (var statement = connection.createStatement()) {
          statement.execute("SET synchronous_commit = off");
        }
      }
      return connection;
    }

    void giveBack(Connection connection) {
      idle.addFirst(connection);
    }
  }

  private final Stock stock;
  private final Runnable gate;

  GatedDataSource(Stock stock, Runnable gate) {
    this.stock = stock;
    this.gate = gate;
  }

  @Override
  public Connection getConnection() throws SQLException {
    gate.run();
    Connection connection = stock.take();
    InvocationHandler closeGivesBack =
        (proxy, method, arguments) -> {
          if (method.getName().equals("close")) {
            stock.giveBack(connection);
            return null;
          }
          return method.invoke(connection, arguments);
        };
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, closeGivesBack);
  }
}
