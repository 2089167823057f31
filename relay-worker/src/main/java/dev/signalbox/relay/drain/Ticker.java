package dev.signalbox.relay.drain;

/** Time that passes; only differences mean anything. */
@FunctionalInterface
interface Ticker {

  /** Like {@link System#nanoTime}. */
  long nanos();
}
