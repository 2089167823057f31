package dev.signalbox.relay.drain;

import dev.signalbox.relay.ConnectionsOnly;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;

/** A pool of a single connection, which closing gives back as it is. */
final class OneConnection extends ConnectionsOnly {

  private final Connection connection;

  OneConnection(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Connection getConnection() {
    InvocationHandler stayingOpen =
        (proxy, method, arguments) ->
            method.getName().equals("close") ? null : method.invoke(connection, arguments);
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, stayingOpen);
  }
}
