package dev.signalbox.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Does work at evenly spaced times, and does not wait for one piece before the next: a few threads
 * share it, and one that is late is late by the schedule.
 *
 * @param count pieces
 * @param span over which they are spread
 */
public record EvenLoad(int count, Duration span) {

  private static final int THREADS = 4;

  /** One piece. */
  @FunctionalInterface
  public interface Piece {

    /**
     * Does it.
     *
     * @param number from 0
     * @param scheduled when it was due, as {@link System#nanoTime()}
     */
    void run(int number, long scheduled) throws Exception;
  }

  /**
   * Does all of them.
   *
   * @return when the first was due
   */
  public long run(Piece piece) throws InterruptedException {
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> shares = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int first = i;
        shares.add(threads.submit(() -> share(first, start, piece)));
      }
      for (Future<?> share : shares) {
        share.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The producer has failed: " + e.getCause(), e);
    }
    return start;
  }

  private @Nullable Void share(int first, long start, Piece piece) throws Exception {
    for (int n = first; n < count; n += THREADS) {
      long scheduled = start + span.toNanos() * n / count;
      await(scheduled);
      piece.run(n, scheduled);
    }
    return null;
  }

  private static void await(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
