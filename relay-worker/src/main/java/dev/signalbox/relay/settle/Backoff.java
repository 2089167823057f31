package dev.signalbox.relay.settle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: a random time between nothing and {@code base ·
 * 2^refusals}, never above {@code cap}.
 *
 * @param base bound of the first delay
 * @param cap bound of every delay
 */
public record Backoff(Duration base, Duration cap) {

  /** Five seconds, up to ten minutes. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10));

  /** Checks both. */
  public Backoff {
    if (base.toMillis() < 1 || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "Backoff base %s is not between a millisecond and the cap %s.".formatted(base, cap));
    }
  }

  /**
   * The delay after a refusal.
   *
   * @param earlier how many refusals there were before it
   */
  public Duration after(int earlier, RandomGenerator random) {
    long first = base.toMillis();
    int doublings = Math.max(0, earlier); // what a damaged row says may be anything
    boolean overflows = doublings >= Long.numberOfLeadingZeros(first) - 1;
    long capped = overflows ? cap.toMillis() : Math.min(first << doublings, cap.toMillis());
    return Duration.ofMillis(random.nextLong(capped) + 1);
  }
}
