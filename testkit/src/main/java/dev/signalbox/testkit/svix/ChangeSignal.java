package dev.signalbox.testkit.svix;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets threads wait for a condition on state that others change; free while nobody waits. */
final class ChangeSignal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Tells those who wait to look again; called after the change. */
  void signal() {
    if (waiting.get() > 0) {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    waiting.incrementAndGet();
    try {
      boolean holds = condition.getAsBoolean();
      while (!holds && left > 0) {
        left = changed.awaitNanos(left);
        holds = condition.getAsBoolean();
      }
      return holds;
    } finally {
      waiting.decrementAndGet();
      lock.unlock();
    }
  }
}
