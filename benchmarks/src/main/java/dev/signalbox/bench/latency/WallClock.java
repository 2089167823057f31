package dev.signalbox.bench.latency;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The machine's clock, which the stub reads too, in microseconds since 1970. */
final class WallClock {

  private WallClock() {}

  static long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  /** Returns at that time, or at once where it is over. */
  static void await(long micros) throws InterruptedException {
    for (long left = micros - micros(); left > 0; left = micros - micros()) {
      LockSupport.parkNanos(left * 1_000);
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while waiting for a time.");
      }
    }
  }
}
