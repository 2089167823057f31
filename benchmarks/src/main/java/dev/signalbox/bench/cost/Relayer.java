package dev.signalbox.bench.cost;

import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.util.List;

/**
 * Somebody who relays what was committed, woken by Temporal's signals. Safe for use by several
 * threads.
 */
interface Relayer extends AutoCloseable {

  /** One transaction of these, and whatever signals are due after it. */
  void commit(List<OutboxEvent> events) throws Exception;

  /**
   * Returns when all is delivered and no workflow runs, with what the histories add up to.
   *
   * @param events that were committed
   * @param organizations of them
   * @throws IllegalStateException when other than these were delivered
   */
  HistoryTally awaitRest(int events, List<String> organizations) throws Exception;

  @Override
  void close();

  /** Starts one. */
  @FunctionalInterface
  interface Opening {

    /**
     * Starts it.
     *
     * @param database empty; stays the caller's
     */
    Relayer open(PostgresDatabase database) throws Exception;
  }

  /** Delivered are as many as were committed. */
  static void check(int events, long delivered) {
    if (delivered != events) {
      throw new IllegalStateException("%d of %d were delivered.".formatted(delivered, events));
    }
  }
}
