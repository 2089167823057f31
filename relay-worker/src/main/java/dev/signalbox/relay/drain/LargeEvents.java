package dev.signalbox.relay.drain;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The memory for events that are larger than the share of the slice that reads them: all slices of
 * a worker together hold as much of them as of all others, and whoever comes when that is taken
 * waits, first come, first served. One that is larger than all of it takes it all. Safe for use by
 * any number of threads.
 */
@Singleton
final class LargeEvents {

  /** How often somebody who waits asks whether it is still worth it; it costs the place in line. */
  private static final long LOOK_UP_MILLIS = 1_000;

  private final int size;
  private final Semaphore free;

  @Inject
  LargeEvents(DrainSettings settings) {
    this.size = Math.clamp(settings.prefetchBytes() / Slots.COPIES, 1, Integer.MAX_VALUE);
    this.free = new Semaphore(size, true);
  }

  /** Room for one event; it must be closed when the event has been delivered. */
  record Room(LargeEvents of, int bytes) implements AutoCloseable {
    @Override
    public void close() {
      of.free.release(bytes);
    }
  }

  /** Nothing. */
  Room none() {
    return new Room(this, 0);
  }

  /**
   * Waits until there is room, or until {@code over} says that it comes too late.
   *
   * @return none when it is too late
   */
  Room await(long bytes, BooleanSupplier over) throws InterruptedException {
    int needed = (int) Math.min(bytes, size);
    while (!over.getAsBoolean()) {
      if (free.tryAcquire(needed, LOOK_UP_MILLIS, TimeUnit.MILLISECONDS)) {
        return new Room(this, needed);
      }
    }
    return none();
  }

  /** Slices that wait. */
  int waiting() {
    return free.getQueueLength();
  }
}
