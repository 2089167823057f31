package dev.signalbox.relay.sweep;

import dev.signalbox.relay.settle.DeliveredPartitions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps from time to time, at moments that differ from worker to worker, and keeps partitions of
 * the delivered log ahead.
 */
@Singleton
public final class Upkeep implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration PARTITION_INTERVAL = Duration.ofHours(1);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("upkeep").daemon().factory());
  private final Sweep sweep;
  private final DeliveredPartitions partitions;
  private final SweepSettings settings;
  private final RandomGenerator random;

  @Inject
  Upkeep(
      Sweep sweep, DeliveredPartitions partitions, SweepSettings settings, RandomGenerator random) {
    this.sweep = sweep;
    this.partitions = partitions;
    this.settings = settings;
    this.random = random;
  }

  /** Starts the timers. */
  public void start() {
    sweepLater();
    var unused =
        timer.scheduleWithFixedDelay(
            this::ensurePartitions, 0, PARTITION_INTERVAL.toSeconds(), TimeUnit.SECONDS);
  }

  /** Half the interval to one and a half: workers do not sweep in step. */
  private void sweepLater() {
    long interval = settings.interval().toMillis();
    long delay = interval / 2 + random.nextLong(interval + 1);
    var unused = timer.schedule(this::sweepOnce, delay, TimeUnit.MILLISECONDS);
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
    } finally {
      sweepLater();
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

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
