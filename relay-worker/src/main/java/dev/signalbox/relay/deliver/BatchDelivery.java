package dev.signalbox.relay.deliver;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands over a batch: events with the same ordering key one after the other in id order, everything
 * else in id order with as many calls at once as the organization's share allows.
 */
public final class BatchDelivery {

  /** Failures in a row, while nothing is accepted anywhere, that speak against the destination. */
  static final int FAILURES_IN_A_ROW = 8;

  /**
   * For how long a permit may be kept from one call to the next. Where calls take a millisecond, to
   * queue for each of them costs as much as the call; whoever waits for a permit waits this much
   * longer at most.
   */
  static final long TURN_NANOS = Duration.ofMillis(2).toNanos();

  private final Destination destination;
  private final PermitGate gate;
  private final DestinationHealth health;
  private final LongSupplier nanoTime;

  @Inject
  BatchDelivery(Destination destination, PermitGate gate, DestinationHealth health) {
    this(destination, gate, health, System::nanoTime);
  }

  BatchDelivery(
      Destination destination, PermitGate gate, DestinationHealth health, LongSupplier nanoTime) {
    this.destination = destination;
    this.gate = gate;
    this.health = health;
    this.nanoTime = nanoTime;
  }

  /**
   * Tries the events until all were tried, {@code over} says that it is time to end, or the
   * destination asks to stop. An event that is not accepted keeps those behind it in its ordering
   * key from being tried; one that is rejected does so where {@code plan} says it.
   *
   * <p>When events fail in a row and nothing is accepted, the last of them ends as {@code
   * Unreachable}: a destination that takes nothing is not sent a whole batch.
   *
   * @return what was tried, in no particular order
   * @throws InterruptedException when the caller is interrupted; calls under way have ended by then
   * @throws Error that the destination threw; calls under way have ended by then
   */
  public List<Attempt> deliver(
      Target target, Plan plan, List<PendingEvent> events, BooleanSupplier over)
      throws InterruptedException {
    return begin(target, plan, events, over, new Brake()).join();
  }

  /**
   * Begins what {@link #deliver} does, with threads of its own where there is more than one line.
   * Whoever begins it must {@link Underway#join} it.
   *
   * @param brake pulled when the destination asks to stop, here or in another batch
   */
  public Underway begin(
      Target target, Plan plan, List<PendingEvent> events, BooleanSupplier over, Brake brake) {
    Collection<Queue<PendingEvent>> lines = lines(events, plan);
    Run run = new Run(target, plan, () -> brake.isPulled() || over.getAsBoolean(), brake, lines);
    // most organizations have one event at a time: no thread beside that of the one who joins
    return Underway.begin(run, brake, Math.min(plan.share().limit(), lines.size()));
  }

  /**
   * Events that must go one after the other stand in one line; lines are in order of their head.
   */
  private static Collection<Queue<PendingEvent>> lines(List<PendingEvent> events, Plan plan) {
    Map<Object, Queue<PendingEvent>> lines = new LinkedHashMap<>();
    for (PendingEvent event : events) {
      Object line = event.orderingKey() == null ? event.id() : event.orderingKey();
      lines.computeIfAbsent(line, key -> new ArrayDeque<>(1)).add(event);
    }
    List<Queue<PendingEvent>> inOrder = new ArrayList<>(lines.values());
    if (plan.probing()) {
      Collections.shuffle(inOrder);
    }
    return inOrder;
  }

  /** One batch on its way. */
  private final class Run implements Underway.Work {
    private final Target target;
    private final Plan plan;
    private final BooleanSupplier over;
    private final Brake brake;
    private final Queue<Queue<PendingEvent>> lines;
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicReference<@Nullable Error> error = new AtomicReference<>();

    Run(
        Target target,
        Plan plan,
        BooleanSupplier over,
        Brake brake,
        Collection<Queue<PendingEvent>> lines) {
      this.target = target;
      this.plan = plan;
      this.over = over;
      this.brake = brake;
      this.lines = new ConcurrentLinkedQueue<>(lines);
    }

    @Override
    public void work() {
      Turns turns = new Turns();
      try {
        for (Queue<PendingEvent> line = lines.poll(); line != null; line = lines.poll()) {
          for (PendingEvent event : line) {
            if (over.getAsBoolean() || !deliver(event, turns)) {
              break;
            }
          }
        }
      } finally {
        turns.end();
      }
    }

    /** Whether the next event of the line may go. */
    private boolean deliver(PendingEvent event, Turns turns) {
      try {
        if (!turns.await()) {
          return false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return stop();
      }
      try { // the permit goes on only after a stop is known to whoever gets it
        return !over.getAsBoolean() && mayGoOn(attempt(event));
      } catch (Error e) {
        error.compareAndSet(null, e);
        return stop();
      } finally {
        turns.endIfTime();
      }
    }

    private DeliveryOutcome attempt(PendingEvent event) {
      DeliveryOutcome outcome;
      try {
        outcome =
            event.defect() == null
                ? destination.deliver(target, event)
                : new DeliveryOutcome.Rejected(0, event.defect().reason(), "");
      } catch (RuntimeException e) { // a bug of the destination must not cost the others their turn
        outcome = new DeliveryOutcome.Failed("threw " + e.getClass().getSimpleName());
      }
      health.note(outcome);
      DeliveryOutcome blamed = doubt(outcome);
      attempts.add(new Attempt(event, blamed));
      return blamed;
    }

    private DeliveryOutcome doubt(DeliveryOutcome outcome) {
      if (outcome instanceof DeliveryOutcome.Accepted) {
        failuresInARow.set(0);
      }
      return outcome instanceof DeliveryOutcome.Failed failed
              && failuresInARow.incrementAndGet() >= FAILURES_IN_A_ROW
              && !health.isAccepting()
          ? new DeliveryOutcome.Unreachable(failed.reason())
          : outcome;
    }

    private boolean mayGoOn(DeliveryOutcome outcome) {
      return switch (outcome) {
        case DeliveryOutcome.Accepted accepted -> true;
        case DeliveryOutcome.Rejected rejected -> !plan.parksKeys();
        case DeliveryOutcome.Failed failed -> false;
        case DeliveryOutcome.Throttled throttled -> stop();
        case DeliveryOutcome.Unauthorized unauthorized -> stop();
        case DeliveryOutcome.Misconfigured misconfigured -> stop();
        case DeliveryOutcome.Unreachable unreachable -> stop();
      };
    }

    private boolean stop() {
      brake.pull();
      return false;
    }

    @Override
    public List<Attempt> result() {
      Error thrown = error.get();
      if (thrown != null) { // its event is not among the attempts, so nothing may pass it
        throw thrown;
      }
      return List.copyOf(attempts);
    }

    /** A lane's permits, one after the other. Used by one thread. */
    private final class Turns {
      private long began;
      private int calls;

      /** Sees to it that there is a permit for a call; false when it comes too late. */
      boolean await() throws InterruptedException {
        if (calls == 0) {
          if (!gate.acquire(target.organization(), plan.share(), over)) {
            return false;
          }
          began = nanoTime.getAsLong();
        } else if (Thread.interrupted()) { // a new permit would have told
          throw new InterruptedException();
        }
        calls++;
        return true;
      }

      void endIfTime() {
        if (nanoTime.getAsLong() - began >= TURN_NANOS) {
          end();
        }
      }

      void end() {
        if (calls > 0) {
          gate.release(target.organization(), calls);
          calls = 0;
        }
      }
    }
  }
}
