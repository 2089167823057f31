package dev.signalbox.relay.hold;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Time between two probes: doubles from five seconds to five minutes, a fifth more or less. */
final class ProbePause {

  private static final long FIRST_MILLIS = Duration.ofSeconds(5).toMillis();
  private static final long LONGEST_MILLIS = Duration.ofMinutes(5).toMillis();
  private static final int DOUBLINGS = 10;

  private ProbePause() {}

  static Duration after(int probes, RandomGenerator random) {
    long doubled = FIRST_MILLIS << Math.min(probes, DOUBLINGS);
    long millis = Math.min(doubled, LONGEST_MILLIS);
    return Duration.ofMillis(millis * 4 / 5 + random.nextLong(millis * 2 / 5 + 1));
  }
}
