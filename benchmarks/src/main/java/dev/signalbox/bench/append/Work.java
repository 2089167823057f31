package dev.signalbox.bench.append;

import java.sql.Connection;
import java.sql.SQLException;

/** Statements in a transaction. */
@FunctionalInterface
interface Work {

  /** Executes them; commit and rollback are the caller's. */
  void on(Connection connection) throws SQLException;
}
