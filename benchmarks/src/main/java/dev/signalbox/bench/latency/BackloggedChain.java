package dev.signalbox.bench.latency;

import java.sql.SQLException;

/** One in which an organization can hold many rows before anything is sent. */
interface BackloggedChain extends Chain {

  /** Whose rows they are. */
  String NEIGHBOUR = "neighbour";

  /** Commits them; nothing is sent yet. */
  void preload(int rows, int payloadBytes) throws SQLException;

  /** Sets them going. */
  void startBacklog();

  /**
   * Tells whether a sender that lives beside the relay has failed.
   *
   * @throws IllegalStateException when somebody has given up over a failure, which voids the turn
   */
  default void checkBacklog() {}
}
