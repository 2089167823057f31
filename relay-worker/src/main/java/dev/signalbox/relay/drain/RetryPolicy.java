package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.settle.Backoff;
import java.time.Duration;

/**
 * How often and how long events of one type are tried.
 *
 * @param maxAttempts refusals, at most
 * @param maxAge time between refusals, at most
 * @param backoff between them
 */
record RetryPolicy(int maxAttempts, Duration maxAge, Backoff backoff) {

  /** An event that was tried hardly ever is not too old, whatever the clock says. */
  static final int FEWEST_ATTEMPTS = 3;

  /** Whether the refusal that the event has just met is its last. */
  boolean isExhaustedBy(PendingEvent refused) {
    int earlier = refused.attempts();
    return earlier >= maxAttempts - 1
        || (earlier >= FEWEST_ATTEMPTS - 1 && refused.age().compareTo(maxAge) >= 0);
  }
}
