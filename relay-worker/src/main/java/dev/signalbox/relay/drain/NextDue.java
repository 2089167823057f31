package dev.signalbox.relay.drain;

import java.time.Duration;

/**
 * When the first of the events met so far is due. Times are of the {@link Ticker}, the delays the
 * database's. Not thread-safe: used by the slice's own thread.
 */
final class NextDue {

  /** Whatever is due later is looked at then, once more. */
  private static final long FURTHEST_MILLIS = Duration.ofDays(30).toMillis();

  private boolean met;
  private long dueNanos;

  void forget() {
    met = false;
  }

  /** Events were met of which the first is due in so many milliseconds, or never. */
  void meet(long millis, long nanos) {
    if (millis == SliceResult.NEVER) {
      return;
    }
    long due = nanos + Duration.ofMillis(Math.min(millis, FURTHEST_MILLIS)).toNanos();
    if (!met || due - dueNanos < 0) {
      met = true;
      dueNanos = due;
    }
  }

  /** From now on, at least 1; or {@link SliceResult#NEVER}. */
  long millis(long nanos) {
    long left = Math.ceilDiv(dueNanos - nanos, Duration.ofMillis(1).toNanos());
    return met ? Math.max(1, left) : SliceResult.NEVER;
  }
}
