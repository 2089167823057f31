package dev.signalbox.relay.drain;

import java.time.Duration;

/**
 * When a slice looks for what committed late or is due again: each once a second. Not thread-safe:
 * used by the slice's own thread.
 */
final class LateLooks {

  private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  private long lastLate;
  private long lastRetry;

  /** The slice has just looked at everything. */
  LateLooks(long nanos) {
    this.lastLate = nanos;
    this.lastRetry = nanos;
  }

  boolean isDue() {
    return untilDue(System.nanoTime()) <= 0;
  }

  long untilDue(long nanos) {
    return lastLate + EVERY_NANOS - nanos;
  }

  /** Whether it is due; then the next one is in a second. */
  boolean begin() {
    boolean due = isDue();
    if (due) {
      lastLate = System.nanoTime();
    }
    return due;
  }

  /** The same for what is due again. */
  boolean beginRetry() {
    long now = System.nanoTime();
    boolean due = now - lastRetry >= EVERY_NANOS;
    if (due) {
      lastRetry = now;
    }
    return due;
  }
}
