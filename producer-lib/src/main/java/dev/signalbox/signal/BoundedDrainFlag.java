package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Reads another flag within a time limit, whatever its connection pool, driver and server do. No
 * answer in time, or a failure, means that a signal is needed, and spares the database further
 * reads for a while.
 */
final class BoundedDrainFlag implements DrainFlag {

  /** How long nothing is read after a failure. Meanwhile signals are sent that may be needless. */
  static final Duration REST = Duration.ofSeconds(5);

  private final DrainFlag flag;
  private final Duration limit;
  private final LongSupplier nanoTime;

  /** A read that hangs keeps its place, so that a database that hangs does not pile up threads. */
  private final Semaphore places;

  private final ExecutorService readers =
      Executors.newCachedThreadPool(DaemonThreads.named("signalbox-flag-reader"));
  private volatile long restEnd;
  private volatile String databaseId = "";

  BoundedDrainFlag(DrainFlag flag, Duration limit, int readers, LongSupplier nanoTime) {
    this.flag = flag;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.restEnd = nanoTime.getAsLong();
    this.places = new Semaphore(readers);
  }

  @Override
  public Reading read(OrganizationId organization) {
    if (nanoTime.getAsLong() - restEnd < 0) {
      return new Reading.Needed(databaseId);
    }
    try {
      return remember(readInTime(organization));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException unreadable) {
      // not told: a flag that cannot be read costs a signal and nothing else
      restEnd = nanoTime.getAsLong() + REST.toNanos();
    }
    return new Reading.Needed(databaseId);
  }

  private Reading readInTime(OrganizationId organization)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!places.tryAcquire()) {
      throw new RejectedExecutionException("All readers hang.");
    }
    CompletableFuture<Reading> reading = new CompletableFuture<>();
    try {
      readers.execute(() -> read(organization, reading));
    } catch (RejectedExecutionException closed) {
      places.release();
      throw closed;
    }
    return reading.get(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void read(OrganizationId organization, CompletableFuture<Reading> reading) {
    try {
      Reading answer = flag.read(organization);
      places.release();
      reading.complete(answer);
    } catch (Throwable e) {
      // wide: whatever a pool or driver throws, the sender waits for this future
      places.release();
      reading.completeExceptionally(e);
    }
  }

  private Reading remember(Reading reading) {
    if (reading instanceof Reading.Needed needed) {
      databaseId = needed.databaseId();
    }
    return reading;
  }

  @Override
  public void close() {
    readers.shutdownNow();
    flag.close();
  }
}
