package dev.signalbox.relay.deliver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What this worker knows of its destination: whether it has accepted an event, of whatever
 * organization, a moment ago. Only then can another event be to blame for a failure of its own.
 *
 * <p>A destination that goes down is noticed by the failures in a row before the moment is over, so
 * that an outage costs few attempts. Safe for use by any number of threads.
 */
@Singleton
public final class DestinationHealth {

  /** How long one acceptance stands for a destination that works. */
  static final Duration MOMENT = Duration.ofSeconds(10);

  /** So many failures after it, of all organizations, and it stands for nothing any more. */
  static final int FAILURES = 100;

  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private boolean hasAccepted;

  @GuardedBy("this")
  private long lastAcceptance;

  @GuardedBy("this")
  private int failuresSince;

  @Inject
  DestinationHealth() {
    this(System::nanoTime);
  }

  /**
   * By a clock of one's own.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  public DestinationHealth(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether an event was accepted a moment ago. */
  public synchronized boolean isAccepting() {
    return hasAccepted
        && failuresSince < FAILURES
        && nanoTime.getAsLong() - lastAcceptance < MOMENT.toNanos();
  }

  /** An event failed, or was accepted as new: a duplicate proves no more than that it can read. */
  public void note(DeliveryOutcome outcome) {
    if (outcome instanceof DeliveryOutcome.Accepted accepted && !accepted.duplicate()) {
      accepted();
    } else if (outcome instanceof DeliveryOutcome.Failed) {
      failed();
    }
  }

  private synchronized void accepted() {
    hasAccepted = true;
    lastAcceptance = nanoTime.getAsLong();
    failuresSince = 0;
  }

  private synchronized void failed() {
    failuresSince++;
  }
}
