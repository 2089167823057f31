package dev.signalbox.relay.drain;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many slices run in this worker, so that a warm organization makes room for a cold one, and
 * how many of them have work, so that all together hold no more than their bound.
 */
@Singleton
final class Slots {

  /**
   * Of what a slice reads: while one batch is on its way the next is read, for a moment in the
   * driver's copy and in ours.
   */
  static final long COPIES = 3;

  private final int size;
  private final long prefetchBytes;
  private final long batchBytes;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger lingering = new AtomicInteger();

  @Inject
  Slots(DrainSettings settings) {
    this.size = settings.slots();
    this.prefetchBytes = settings.prefetchBytes();
    this.batchBytes = settings.batchBytes();
  }

  void enter() {
    taken.incrementAndGet();
  }

  void leave() {
    taken.decrementAndGet();
  }

  /** The slice in one of the slots has nothing read and waits. */
  void linger() {
    lingering.incrementAndGet();
  }

  /** It goes on. */
  void goOn() {
    lingering.decrementAndGet();
  }

  /** Whether so few slots are free that nobody should linger in one. */
  boolean areScarce() {
    return taken.get() > size - Math.max(1, size / 4);
  }

  /**
   * What one slice may read at once, so that all that work stay within their bound together; what
   * is larger takes its memory from {@link LargeEvents}.
   */
  long byteLimit() {
    return byteLimit(taken.get() - lingering.get());
  }

  /** The same where those that linger may all go on at once. */
  long byteLimitOfAll() {
    return byteLimit(taken.get());
  }

  private long byteLimit(int working) {
    return Math.min(batchBytes, prefetchBytes / (COPIES * Math.max(1, working)));
  }
}
