package dev.signalbox.relay.drain;

/**
 * When a slice had its last event, over all its laps. Times are of its {@link Ticker}. Not
 * thread-safe: used by the slice's own thread.
 */
final class Warmth {

  private long lastEvent;
  private boolean waited;

  /** A slice that had, or whose predecessor had, its last event then, as far as it matters. */
  Warmth(long lastEvent) {
    this.lastEvent = lastEvent;
  }

  void event(long now) {
    lastEvent = now;
    waited = false;
  }

  long lastEvent() {
    return lastEvent;
  }

  /** The slice waits for an event now; whether it is the first time since the last one. */
  boolean begin() {
    boolean first = !waited;
    waited = true;
    return first;
  }
}
