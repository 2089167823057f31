package dev.signalbox.relay.drain;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The room for events that are larger than the share of the slice that reads them: all slices of a
 * worker together hold as much of them as of all others. Whoever comes when that is taken waits,
 * first come, first served; one that is larger than all of it takes it all. Safe for use by any
 * number of threads.
 */
@Singleton
final class LargeEvents {

  /** How often somebody who waits asks whether it is still worth it. */
  private static final long LOOK_UP_NANOS = Duration.ofMillis(100).toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final Slots slots;
  private final long size;

  @GuardedBy("lock")
  private final Deque<Waiter> line = new ArrayDeque<>();

  @GuardedBy("lock")
  private long free;

  @Inject
  LargeEvents(DrainSettings settings, Slots slots) {
    this.slots = slots;
    this.size = Math.max(1, settings.prefetchBytes() / Slots.COPIES);
    this.free = size;
  }

  /** Room for one event; it must be closed when the event has been delivered. */
  record Room(LargeEvents of, long bytes) implements AutoCloseable {
    @Override
    public void close() {
      of.giveBack(bytes);
    }
  }

  /** Nothing. */
  Room none() {
    return new Room(this, 0);
  }

  /**
   * Waits until there is room, or until {@code over} says that it comes too late; that is asked a
   * few times a second. Who waits has nothing read, and takes nothing from the others' shares.
   *
   * @return none when it is too late
   */
  Room await(long bytes, BooleanSupplier over) throws InterruptedException {
    slots.linger();
    try {
      return standInLine(Math.min(bytes, size), over);
    } finally {
      slots.goOn();
    }
  }

  private Room standInLine(long bytes, BooleanSupplier over) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Waiter waiter = new Waiter(bytes, lock.newCondition());
      line.addLast(waiter);
      serve();
      return await(waiter, over) ? new Room(this, bytes) : none();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean await(Waiter waiter, BooleanSupplier over) throws InterruptedException {
    boolean keep = false;
    try {
      while (!waiter.served && !over.getAsBoolean()) {
        var unused = waiter.turn.awaitNanos(LOOK_UP_NANOS);
      }
      keep = waiter.served;
      return keep;
    } finally {
      if (!keep) {
        leave(waiter);
      }
    }
  }

  @GuardedBy("lock")
  private void leave(Waiter waiter) {
    if (waiter.served) {
      free += waiter.bytes;
    } else {
      line.remove(waiter);
    }
    serve();
  }

  private void giveBack(long bytes) {
    lock.lock();
    try {
      free += bytes;
      serve();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void serve() {
    while (!line.isEmpty() && line.getFirst().bytes <= free) {
      Waiter next = line.removeFirst();
      free -= next.bytes;
      next.served = true;
      next.turn.signal();
    }
  }

  /** Slices that wait. */
  int waiting() {
    lock.lock();
    try {
      return line.size();
    } finally {
      lock.unlock();
    }
  }

  private static final class Waiter {
    private final long bytes;
    private final Condition turn;
    private boolean served;

    Waiter(long bytes, Condition turn) {
      this.bytes = bytes;
      this.turn = turn;
    }
  }
}
