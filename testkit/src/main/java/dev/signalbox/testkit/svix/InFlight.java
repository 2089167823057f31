package dev.signalbox.testkit.svix;

/** Counts what runs at the same time; thread-safe. */
final class InFlight {

  private int now;
  private int most;

  synchronized void enter() {
    now++;
    most = Math.max(most, now);
  }

  synchronized void leave() {
    now--;
  }

  synchronized int now() {
    return now;
  }

  synchronized int most() {
    return most;
  }

  synchronized void reset() {
    most = now;
  }
}
