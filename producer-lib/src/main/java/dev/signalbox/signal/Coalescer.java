package dev.signalbox.signal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.signalbox.contract.OrganizationId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue of organizations in which each stands at most once, and once more behind the one that is
 * in flight.
 *
 * <pre>
 *            offer            take                  offer
 *   (absent) ────> QUEUED ──────────> IN_FLIGHT ──────────────> IN_FLIGHT_AND_QUEUED
 *      ^              ^                   │ finish                      │ finish
 *      └──────────────┼───────────────────┘                             │
 *                     └─────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>The contract, for any number of threads, all operations being atomic:
 *
 * <ul>
 *   <li>Trailing edge: an {@link #offer} that answers {@code QUEUED} or {@code COALESCED} is
 *       followed by a {@link #poll} of the same organization (unless {@link #abandon} comes first),
 *       and everything that happened before the offer is visible after that poll. An offer never
 *       joins what was polled before it.
 *   <li>Between a {@link #poll} of an organization and its {@link #finish} no other poll returns
 *       it.
 *   <li>The answers {@code QUEUED}, on the one hand, and the polls and abandoned ones, on the
 *       other, are equally many: who answers for each of the latter answers once for each of the
 *       former.
 *   <li>Organizations are polled in the order in which they became {@code QUEUED}.
 *   <li>No more than {@code maximum} organizations are in any state at once.
 *   <li>No operation but {@link #take} waits for anything but the lock, which nobody holds while
 *       doing I/O.
 * </ul>
 */
final class Coalescer {

  /** What an offer came to. */
  enum Offer {
    /** It will be polled; the offer's outcome is that of its sending. */
    QUEUED,
    /** An earlier offer that was not polled yet stands for it. */
    COALESCED,
    /** Refused: as many organizations as allowed are here. */
    OVERFLOW,
    /** Refused: closed. */
    CLOSED
  }

  private enum State {
    QUEUED,
    IN_FLIGHT,
    IN_FLIGHT_AND_QUEUED
  }

  private final int maximum;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Map<OrganizationId, State> states = new HashMap<>();

  @GuardedBy("lock")
  private final Queue<OrganizationId> queue = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean closed;

  Coalescer(int maximum) {
    this.maximum = maximum;
  }

  Offer offer(OrganizationId organization) {
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      State state = states.get(organization);
      if (state == null) {
        return states.size() < maximum ? enqueue(organization) : Offer.OVERFLOW;
      }
      if (state == State.IN_FLIGHT) {
        states.put(organization, State.IN_FLIGHT_AND_QUEUED);
        return Offer.QUEUED;
      }
      return Offer.COALESCED;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Offer enqueue(OrganizationId organization) {
    states.put(organization, State.QUEUED);
    queue.add(organization);
    changed.signal();
    return Offer.QUEUED;
  }

  /** The next organization, which is then in flight; empty: none is queued now. */
  Optional<OrganizationId> poll() {
    lock.lock();
    try {
      OrganizationId next = queue.poll();
      if (next != null) {
        states.put(next, State.IN_FLIGHT);
      }
      return Optional.ofNullable(next);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #poll}, but waits for one; empty: closed, and none is queued. */
  Optional<OrganizationId> take() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        changed.await();
      }
      return poll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the flight of an organization that was polled.
   *
   * @return whether its outcome is the poller's to tell; false once {@link #abandon} told of it
   */
  boolean finish(OrganizationId organization) {
    lock.lock();
    try {
      State state = states.remove(organization);
      if (state == State.IN_FLIGHT_AND_QUEUED) {
        enqueue(organization);
      }
      return state != null;
    } finally {
      lock.unlock();
    }
  }

  /** From now on offers are refused; what is queued can still be polled. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes and forgets all. An organization in flight with another behind it comes twice. */
  List<OrganizationId> abandon() {
    lock.lock();
    try {
      close();
      List<OrganizationId> abandoned = new ArrayList<>(states.keySet());
      states.forEach(
          (organization, state) -> {
            if (state == State.IN_FLIGHT_AND_QUEUED) {
              abandoned.add(organization);
            }
          });
      states.clear();
      queue.clear();
      return abandoned;
    } finally {
      lock.unlock();
    }
  }

  /** How many organizations are in any state. */
  int size() {
    lock.lock();
    try {
      return states.size();
    } finally {
      lock.unlock();
    }
  }
}
