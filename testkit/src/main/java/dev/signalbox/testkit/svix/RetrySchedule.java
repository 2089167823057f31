package dev.signalbox.testkit.svix;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a delivery to an endpoint is tried again.
 *
 * @param waits before each retry
 * @param timeout of one attempt
 */
record RetrySchedule(List<Duration> waits, Duration timeout) {

  RetrySchedule {
    waits = List.copyOf(waits);
  }

  /** How long to wait after so many attempts; empty when there is no other. */
  Optional<Duration> after(int attempts) {
    return attempts <= waits.size() ? Optional.of(waits.get(attempts - 1)) : Optional.empty();
  }
}
