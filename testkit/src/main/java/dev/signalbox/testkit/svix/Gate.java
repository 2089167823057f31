package dev.signalbox.testkit.svix;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds requests until it is released, so that a test decides who goes when; thread-safe. */
public final class Gate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int held;
  private long passes;
  private boolean open;

  Gate() {}

  /** How many requests wait now. */
  public int held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many requests are held; false when that does not happen in time. */
  public boolean awaitHeld(int count, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (held < count && left > 0) {
        left = changed.awaitNanos(left);
      }
      return held >= count;
    } finally {
      lock.unlock();
    }
  }

  /** Lets one request through, now or when it comes. */
  public void releaseOne() {
    lock.lock();
    try {
      passes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets all through, those that wait and those to come. */
  public void release() {
    lock.lock();
    try {
      open = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a pass; an interrupt ends the wait and leaves the flag set. */
  void pass() {
    lock.lock();
    try {
      held++;
      changed.signalAll();
      while (!open && passes == 0) {
        if (!changed.await(1, TimeUnit.HOURS)) {
          return;
        }
      }
      passes = open ? passes : passes - 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      held--;
      lock.unlock();
    }
  }
}
