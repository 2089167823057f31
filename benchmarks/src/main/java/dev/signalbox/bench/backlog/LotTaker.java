package dev.signalbox.bench.backlog;

import java.sql.Connection;
import java.sql.SQLException;

/** Lots of one organization that are read and deleted by plain statements. Used by one thread. */
interface LotTaker {

  /** Appends {@link LotsCourse#LOTS} of them. */
  void append() throws SQLException;

  /**
   * Reads one and deletes it, each statement a transaction of its own.
   *
   * @param number from 0
   * @return how many rows it had
   */
  int take(Connection connection, int number) throws SQLException;
}
