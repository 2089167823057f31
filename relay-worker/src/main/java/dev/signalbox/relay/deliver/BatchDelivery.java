package dev.signalbox.relay.deliver;

import dev.signalbox.contract.OrganizationId;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands over a batch: events with the same ordering key one after the other in id order, everything
 * else in id order with as many calls at once as the organization's share allows.
 */
public final class BatchDelivery {

  private final Destination destination;
  private final PermitGate gate;

  @Inject
  BatchDelivery(Destination destination, PermitGate gate) {
    this.destination = destination;
    this.gate = gate;
  }

  /**
   * Tries the events until all were tried, {@code over} says that it is time to end, or the
   * destination asks to stop. An event that is not accepted keeps those behind it in its ordering
   * key from being tried.
   *
   * @return what was tried, in no particular order
   * @throws InterruptedException when the caller is interrupted; calls under way have ended by then
   * @throws Error that the destination threw; calls under way have ended by then
   */
  public List<Attempt> deliver(
      Target target, Share share, List<PendingEvent> events, BooleanSupplier over)
      throws InterruptedException {
    Run run = new Run(target, share, over, lines(events));
    int parallelism = Math.min(share.limit(), run.lines.size());
    try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < parallelism; i++) {
        lanes.execute(run::work);
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while delivering.");
    }
    Error error = run.error.get();
    if (error != null) { // its event is not among the attempts, so nothing may pass it
      throw error;
    }
    return List.copyOf(run.attempts);
  }

  /**
   * Events that must go one after the other stand in one line; lines are in order of their head.
   */
  private static Collection<Queue<PendingEvent>> lines(List<PendingEvent> events) {
    Map<Object, Queue<PendingEvent>> lines = new LinkedHashMap<>();
    for (PendingEvent event : events) {
      Object line = event.orderingKey() == null ? event.id() : event.orderingKey();
      lines.computeIfAbsent(line, key -> new ArrayDeque<>(1)).add(event);
    }
    return new ArrayList<>(lines.values());
  }

  /** One batch on its way. */
  private final class Run {
    private final Target target;
    private final Share share;
    private final BooleanSupplier over;
    private final Queue<Queue<PendingEvent>> lines;
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<@Nullable Error> error = new AtomicReference<>();

    Run(Target target, Share share, BooleanSupplier over, Collection<Queue<PendingEvent>> lines) {
      this.target = target;
      this.share = share;
      this.over = over;
      this.lines = new ConcurrentLinkedQueue<>(lines);
    }

    private void work() {
      for (Queue<PendingEvent> line = lines.poll(); line != null; line = lines.poll()) {
        for (PendingEvent event : line) {
          if (isOver() || !deliver(event)) {
            break;
          }
        }
      }
    }

    private boolean isOver() {
      return stopped.get() || over.getAsBoolean();
    }

    /** Whether the next event of the line may go. */
    private boolean deliver(PendingEvent event) {
      OrganizationId organization = target.organization();
      try {
        if (!gate.acquire(organization, share, this::isOver)) {
          return false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return stop();
      }
      try { // the permit goes on only after a stop is known to whoever gets it
        return !isOver() && mayGoOn(attempt(event));
      } catch (Error e) {
        error.compareAndSet(null, e);
        return stop();
      } finally {
        gate.release(organization);
      }
    }

    private DeliveryOutcome attempt(PendingEvent event) {
      DeliveryOutcome outcome;
      try {
        outcome =
            event.defect() == null
                ? destination.deliver(target, event)
                : new DeliveryOutcome.Rejected(0, event.defect(), "");
      } catch (RuntimeException e) { // a bug of the destination must not cost the others their turn
        outcome = new DeliveryOutcome.Failed("threw " + e.getClass().getSimpleName(), "");
      }
      attempts.add(new Attempt(event, outcome));
      return outcome;
    }

    private boolean mayGoOn(DeliveryOutcome outcome) {
      return switch (outcome) {
        case DeliveryOutcome.Accepted accepted -> true;
        case DeliveryOutcome.Rejected rejected -> true;
        case DeliveryOutcome.Failed failed -> false;
        case DeliveryOutcome.Throttled throttled -> stop();
        case DeliveryOutcome.Unauthorized unauthorized -> stop();
        case DeliveryOutcome.Misconfigured misconfigured -> stop();
        case DeliveryOutcome.Unreachable unreachable -> stop();
      };
    }

    private boolean stop() {
      stopped.set(true);
      return false;
    }
  }
}
