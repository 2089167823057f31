package dev.signalbox.bench.append;

import java.sql.Connection;
import java.sql.SQLException;

/** Lets work throw what Spring's callbacks do not declare. */
final class SpringWork {

  private SpringWork() {}

  static void run(Connection connection, Work work) {
    try {
      work.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
