package dev.signalbox.relay.sweep;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** A database in which some statements take too long, whatever they do. */
final class SlowStatements {

  private SlowStatements() {}

  static DataSource in(DataSource dataSource, Predicate<String> slow) {
    return (DataSource)
        Proxy.newProxyInstance(
            SlowStatements.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> connection(dataSource.getConnection(), slow));
  }

  private static Object connection(Connection connection, Predicate<String> slow) {
    return Proxy.newProxyInstance(
        SlowStatements.class.getClassLoader(),
        new Class<?>[] {Connection.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("prepareStatement") && slow.test((String) arguments[0])) {
            throw new SQLException("canceling statement due to user request", "57014");
          }
          try {
            return method.invoke(connection, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
