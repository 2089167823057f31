package dev.signalbox.relay.drain;

import java.time.Duration;

/** What a slice does once a second. Not thread-safe: used by the slice's own thread. */
final class EverySecond {

  private static final long NANOS = Duration.ofSeconds(1).toNanos();

  private final Ticker ticker;
  private long last;

  /** It has just been done. */
  EverySecond(Ticker ticker) {
    this.ticker = ticker;
    this.last = ticker.nanos();
  }

  boolean isDue() {
    return untilDue(ticker.nanos()) <= 0;
  }

  long untilDue(long nanos) {
    return last + NANOS - nanos;
  }

  /** Whether it is due; then the next time is in a second. */
  boolean begin() {
    long now = ticker.nanos();
    boolean due = untilDue(now) <= 0;
    if (due) {
      last = now;
    }
    return due;
  }
}
