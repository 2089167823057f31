package dev.signalbox.bench.relay;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Statements that were sent to the database, BEGIN and COMMIT apart. Safe for use by several
 * threads.
 */
public final class StatementCounter {

  private final AtomicLong statements = new AtomicLong();

  void add(long count) {
    statements.addAndGet(count);
  }

  /** Until now. Each element of a batch is one. */
  public long statements() {
    return statements.get();
  }
}
