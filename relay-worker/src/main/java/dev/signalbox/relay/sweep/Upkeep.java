package dev.signalbox.relay.sweep;

import dev.signalbox.relay.settle.DeliveredPartitions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the outbox swept, by Temporal's schedule or else from time to time by this worker itself, at
 * moments that differ from worker to worker; and keeps partitions of the delivered log ahead.
 */
@Singleton
public final class Upkeep implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration PARTITION_INTERVAL = Duration.ofHours(1);

  /**
   * Sweeps after which it is seen to: it may be deleted, or Temporal come back without its data.
   */
  private static final int SWEEPS_BETWEEN_LOOKS = 10;

  /** How long {@link #close} leaves to what has begun. */
  private static final Duration LAST_STEP = Duration.ofSeconds(2);

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("upkeep").daemon().factory());
  private final Sweep sweep;
  private final SweepSchedule schedule;
  private final DeliveredPartitions partitions;
  private final SweepSettings settings;
  private final RandomGenerator random;

  @Inject
  Upkeep(
      Sweep sweep,
      SweepSchedule schedule,
      DeliveredPartitions partitions,
      SweepSettings settings,
      RandomGenerator random) {
    this.sweep = sweep;
    this.schedule = schedule;
    this.partitions = partitions;
    this.settings = settings;
    this.random = random;
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Starts the timers.
   *
   * @param taskQueue where this worker and its like take sweeps
   */
  public void start(String taskQueue) {
    timer.execute(() -> arrangeSweeps(taskQueue));
    var unused =
        timer.scheduleWithFixedDelay(
            this::ensurePartitions, 0, PARTITION_INTERVAL.toSeconds(), TimeUnit.SECONDS);
  }

  private void arrangeSweeps(String taskQueue) {
    if (timer.isShutdown()) {
      return;
    }
    switch (sweeper(taskQueue)) {
      case SCHEDULE ->
          later(
              settings.interval().multipliedBy(SWEEPS_BETWEEN_LOOKS),
              () -> arrangeSweeps(taskQueue));
      case WORKER -> later(settings.interval(), this::sweepOnceAndLater);
      case WORKER_FOR_NOW ->
          later(
              settings.interval(),
              () -> {
                sweepOnce();
                arrangeSweeps(taskQueue);
              });
    }
  }

  private SweepSchedule.Sweeper sweeper(String taskQueue) {
    try {
      return schedule.ensure(taskQueue);
    } catch (RuntimeException e) { // a bug there must not leave lost signals unhealed
      log.error("The sweep's schedule cannot be made; this worker sweeps by itself.", e);
      return SweepSchedule.Sweeper.WORKER;
    }
  }

  private void sweepOnceAndLater() {
    sweepOnce();
    later(settings.interval(), this::sweepOnceAndLater);
  }

  /** After half the time to one and a half: workers do not go in step. */
  private void later(Duration time, Runnable step) {
    long interval = time.toMillis();
    long delay = interval / 2 + random.nextLong(interval + 1);
    try {
      var unused = timer.schedule(step, delay, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The worker stops and sweeps no more.");
    }
  }

  private void sweepOnce() {
    try {
      int woken = sweep.sweep().woken();
      if (woken > 0) {
        log.info("The sweep woke {} organizations that had due events and no slice.", woken);
      }
    } catch (SQLException e) {
      log.warn("The sweep failed with SQLSTATE {} and will be tried again.", e.getSQLState());
    } catch (RuntimeException e) { // a timer that throws never runs again
      log.error("The sweep failed.", e);
    }
  }

  private void ensurePartitions() {
    try {
      partitions.ensure();
    } catch (SQLException e) {
      log.warn(
          "Partitions of the delivered log could not be made ahead (SQLSTATE {}); a settle will.",
          e.getSQLState());
    } catch (RuntimeException e) { // a timer that throws never runs again
      log.error("Partitions of the delivered log could not be made ahead.", e);
    }
  }

  /** Begins nothing any more; what has begun goes on. */
  public void stop() {
    timer.shutdown();
  }

  /**
   * Stops, and lets what has begun end: whoever is cut off in a call leaves Temporal, or the
   * database, a step that nobody wants any more. Interrupts it after two seconds; a sweep, which
   * may take longer, is finished by the next one.
   */
  @Override
  public void close() {
    stop();
    try {
      if (!timer.awaitTermination(LAST_STEP.toMillis(), TimeUnit.MILLISECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
