package dev.signalbox.outbox;

import java.lang.reflect.Proxy;
import java.sql.Connection;

/** Answers what the driver knows by itself; whatever would reach a server fails the test. */
final class FakeConnection {

  private FakeConnection() {}

  static Connection of(boolean autoCommit, boolean readOnly) {
    return (Connection)
        Proxy.newProxyInstance(
            FakeConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              return switch (method.getName()) {
                case "getAutoCommit" -> autoCommit;
                case "isReadOnly" -> readOnly;
                default -> throw new AssertionError(method.getName() + " was called");
              };
            });
  }
}
