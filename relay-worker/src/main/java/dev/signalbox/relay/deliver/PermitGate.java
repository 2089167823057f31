package dev.signalbox.relay.deliver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.signalbox.contract.OrganizationId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Shares a fixed number of permits for calls in flight between organizations: within an
 * organization first come, first served; between organizations in turn, by weight; no organization
 * above its own limit. Whoever waits for nothing but its turn is never passed over for ever.
 *
 * <p>Turns are stride scheduling: each grant moves an organization ahead by 1/weight, and the one
 * that is least ahead is next; among equals, the one whose first caller has waited longest. Who
 * goes away ahead of the others is still ahead when it comes back. A permit that served for several
 * calls moves it ahead by as many when it is given back. Safe for use by any number of threads.
 */
@Singleton
public final class PermitGate {

  private static final Comparator<Line> LEAST_AHEAD =
      Comparator.<Line>comparingDouble(line -> line.ahead).thenComparingLong(line -> line.place);

  private static final Comparator<Line> LEAST_AHEAD_AT_REST =
      Comparator.<Line>comparingDouble(line -> line.ahead).thenComparing(line -> line.organization);

  /** How often somebody who waits asks whether it is still worth it. */
  private static final long LOOK_UP_NANOS = Duration.ofMillis(100).toNanos();

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<OrganizationId, Line> lines = new HashMap<>();

  /** Lines in which somebody waits and that are below their own limit. */
  @GuardedBy("lock")
  private final TreeSet<Line> ready = new TreeSet<>(LEAST_AHEAD);

  /** Lines without callers and permits that are ahead of the others. */
  @GuardedBy("lock")
  private final TreeSet<Line> resting = new TreeSet<>(LEAST_AHEAD_AT_REST);

  private final int size;

  @GuardedBy("lock")
  private int free;

  @GuardedBy("lock")
  private long callers;

  @GuardedBy("lock")
  private double now;

  @Inject
  PermitGate(DeliverySettings settings) {
    this.size = settings.inFlight();
    this.free = size;
  }

  /**
   * Waits for a permit, in the line of the organization, until {@code over} says that it comes too
   * late; that is asked a few times a second.
   *
   * @return whether there is a permit; then it needs one {@link #release}
   */
  boolean acquire(OrganizationId organization, Share share, BooleanSupplier over)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Line line = lines.computeIfAbsent(organization, Line::new);
      line.share = share;
      Waiter waiter = new Waiter(lock.newCondition(), ++callers);
      resting.remove(line);
      ready.remove(line);
      line.waiters.addLast(waiter);
      enlist(line);
      grant();
      return await(line, waiter, over);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives a permit back.
   *
   * @param calls that were made with it, one after the other: each counts as a turn
   */
  void release(OrganizationId organization, int calls) {
    lock.lock();
    try {
      Line line = lines.get(organization);
      if (line == null || line.inFlight == 0) {
        throw new IllegalStateException("A permit was released that nobody has.");
      }
      ready.remove(line);
      line.ahead += (calls - 1) / line.share.weight();
      line.inFlight--;
      free++;
      enlist(line);
      grant();
    } finally {
      lock.unlock();
    }
  }

  /** Permits that nobody has. */
  int free() {
    lock.lock();
    try {
      return free;
    } finally {
      lock.unlock();
    }
  }

  /** Callers that stand in the queue. */
  int waiting() {
    lock.lock();
    try {
      return lines.values().stream().mapToInt(line -> line.waiters.size()).sum();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean await(Line line, Waiter waiter, BooleanSupplier over)
      throws InterruptedException {
    boolean keep = false;
    try {
      while (!waiter.granted && !over.getAsBoolean()) {
        var unused = waiter.turn.awaitNanos(LOOK_UP_NANOS);
      }
      keep = waiter.granted;
      return keep;
    } finally {
      if (!keep) {
        leave(line, waiter);
      }
    }
  }

  @GuardedBy("lock")
  private void leave(Line line, Waiter waiter) {
    ready.remove(line);
    if (waiter.granted) {
      line.inFlight--;
      free++;
    } else {
      line.waiters.remove(waiter);
    }
    enlist(line);
    grant();
  }

  /** Puts a line where it belongs after a change; it must not be among the ready ones. */
  @GuardedBy("lock")
  private void enlist(Line line) {
    if (line.waiters.isEmpty()) {
      if (line.inFlight == 0) {
        rest(line);
      }
    } else if (line.inFlight < line.share.limit()) {
      line.ahead = Math.max(line.ahead, now);
      line.place = line.waiters.getFirst().place;
      ready.add(line);
    }
  }

  @GuardedBy("lock")
  private void rest(Line line) {
    resting.add(line);
    boolean idle = free == size && ready.isEmpty();
    while (!resting.isEmpty() && (idle || resting.first().ahead <= now)) {
      lines.remove(resting.removeFirst().organization);
    }
  }

  @GuardedBy("lock")
  private void grant() {
    while (free > 0 && !ready.isEmpty()) {
      Line line = ready.removeFirst();
      now = line.ahead;
      line.ahead += 1 / line.share.weight();
      Waiter waiter = line.waiters.removeFirst();
      waiter.granted = true;
      waiter.turn.signal();
      line.inFlight++;
      free--;
      enlist(line);
    }
  }

  private static final class Line {
    private final OrganizationId organization;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private Share share = new Share(1, 1);
    private int inFlight;
    private double ahead;
    private long place;

    Line(OrganizationId organization) {
      this.organization = organization;
    }
  }

  private static final class Waiter {
    private final Condition turn;
    private final long place;
    private boolean granted;

    Waiter(Condition turn, long place) {
      this.turn = turn;
      this.place = place;
    }
  }
}
