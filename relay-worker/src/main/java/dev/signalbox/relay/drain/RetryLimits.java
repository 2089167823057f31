package dev.signalbox.relay.drain;

import java.time.Duration;

/**
 * When an event is given up. What the destination is to blame for counts for none of these.
 *
 * @param maxAttempts refusals of the event, at most
 * @param maxAge time that it waits between refusals, at most; it is not given up for it before its
 *     third refusal
 * @param maxKills times in a row that its delivery, in a careful slice, ended the process
 */
public record RetryLimits(int maxAttempts, Duration maxAge, int maxKills) {

  /**
   * 50 attempts, which with the backoff's defaults is about four hours; a day, for backoffs that
   * are longer; three kills.
   */
  public static final RetryLimits DEFAULT = new RetryLimits(50, Duration.ofHours(24), 3);

  /** Checks that each lets an event be tried. */
  public RetryLimits {
    if (maxAttempts < 1 || !maxAge.isPositive() || maxKills < 1) {
      throw new IllegalArgumentException(
          "Attempts %d, age %s or kills %d is not positive."
              .formatted(maxAttempts, maxAge, maxKills));
    }
  }
}
