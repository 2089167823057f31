package dev.signalbox.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** A connection that hides whose it is, and remembers what was called. */
final class PlainConnection {

  private final List<String> calls = new ArrayList<>();
  private final Connection connection;

  PlainConnection(Connection target, boolean unwraps) {
    this.connection =
        (Connection)
            Proxy.newProxyInstance(
                PlainConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  calls.add(method.getName());
                  if (!unwraps && method.getName().equals("isWrapperFor")) {
                    return false;
                  }
                  try {
                    return method.invoke(target, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  Connection connection() {
    return connection;
  }

  List<String> calls() {
    return calls;
  }
}
