package dev.signalbox.signal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets attempts through while they succeed. After a failure all wait for a pause, then one goes as
 * a probe: its success opens the way again, its failure doubles the pause up to a limit. Safe for
 * use by several threads.
 */
final class Circuit {

  private final long firstPause;
  private final long longestPause;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Zero while attempts go through. */
  @GuardedBy("lock")
  private long pause;

  @GuardedBy("lock")
  private long pauseEnd;

  @GuardedBy("lock")
  private boolean probing;

  /** Counts failures, so that attempts of one and the same outage count as one. */
  @GuardedBy("lock")
  private long epoch;

  Circuit(Duration firstPause, Duration longestPause, LongSupplier nanoTime) {
    this.firstPause = firstPause.toNanos();
    this.longestPause = longestPause.toNanos();
    this.nanoTime = nanoTime;
  }

  /**
   * Waits until an attempt may be made. The caller then tells exactly one of {@link #succeeded} and
   * {@link #failed}.
   *
   * @return what {@link #failed} wants to know
   */
  long await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (pause > 0) {
        long rest = pauseEnd - nanoTime.getAsLong();
        if (probing) {
          changed.await();
        } else if (rest > 0) {
          changed.awaitNanos(rest);
        } else {
          probing = true;
          break;
        }
      }
      return epoch;
    } finally {
      lock.unlock();
    }
  }

  /** An attempt was answered. */
  void succeeded() {
    lock.lock();
    try {
      pause = 0;
      probing = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** An attempt that began in this epoch was not answered. */
  void failed(long begun) {
    lock.lock();
    try {
      if (begun != epoch) {
        return;
      }
      epoch++;
      pause = pause == 0 ? firstPause : Math.min(2 * pause, longestPause);
      pauseEnd = nanoTime.getAsLong() + pause;
      probing = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the pause that is on: the next attempt may be made now. */
  void endPause() {
    lock.lock();
    try {
      pauseEnd = nanoTime.getAsLong();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How long the pause is that is on; zero while attempts go through. */
  Duration pause() {
    lock.lock();
    try {
      return Duration.ofNanos(pause);
    } finally {
      lock.unlock();
    }
  }
}
