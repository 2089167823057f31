package dev.signalbox.demo;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until nothing is pending any more. */
final class Draining {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private Draining() {}

  /**
   * Looks from time to time.
   *
   * @return how many events are pending still when the limit is over; 0: none
   */
  static long await(Pending pending, Duration limit) throws SQLException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    long left = pending.total();
    while (left > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
      left = pending.total();
    }
    return left;
  }
}
