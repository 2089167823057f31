package dev.signalbox.relay.sweep;

import java.time.Duration;

/**
 * How lost signals are healed.
 *
 * @param interval time between two sweeps, of all workers together or, without a schedule, of each
 * @param minimumAge how long a row must have been pending; younger ones are left to their signal
 * @param limit organizations that one sweep wakes, at most
 */
public record SweepSettings(Duration interval, Duration minimumAge, int limit) {

  /** Every 90 seconds, rows older than five seconds, 3,000 organizations. */
  public static final SweepSettings DEFAULT =
      new SweepSettings(Duration.ofSeconds(90), Duration.ofSeconds(5), 3_000);
}
