package dev.signalbox.bench.backlog;

import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Target;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Accepts everything at once, in this process, so that what is measured is the database. Tells an
 * observer each event as it comes.
 */
final class InstantDestination implements Destination {

  private static final DeliveryOutcome ACCEPTED =
      new DeliveryOutcome.Accepted("msg_00000000000000000000000000", false);
  private static final Duration LOOK_EVERY = Duration.ofMillis(1);

  private volatile Observer observer = event -> {};

  /** Is told of each event, by many threads. */
  @FunctionalInterface
  interface Observer {
    void accepted(PendingEvent event);
  }

  /** Tells this one from now on. */
  void tell(Observer next) {
    observer = next;
  }

  @Override
  public DeliveryOutcome deliver(Target target, PendingEvent event) {
    observer.accepted(event);
    return ACCEPTED;
  }

  /** Waits until it is so. */
  static void await(BooleanSupplier condition, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("Not all events have come within " + patience);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }
}
