package dev.signalbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.sweep.Upkeep;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker is stopped while its upkeep is in the middle of something. */
class UpkeepIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

  @Test
  @Timeout(60)
  void whatHasBegunEndsUndisturbedAndIsWaitedFor() throws Exception {
    Thread stop = stopInTheMiddle();
    while (!waitsForUpkeep(stop)) {
      assertThat(stop.isAlive()).as("still stopping").isTrue();
    }

    mayEnd.countDown();

    stop.join();
    assertThat(interrupted.join()).isFalse();
  }

  @Test
  @Timeout(60)
  void whatDoesNotEndIsInterrupted() throws Exception {
    stopInTheMiddle().join();

    assertThat(interrupted.join()).isTrue();
  }

  private Thread stopInTheMiddle() throws Exception {
    DataSource dataSource = heldInUpkeep(SIGNALBOX.database().dataSource());
    RelayWorker worker = IdleWorker.of(SIGNALBOX, dataSource, StepSettings.DEFAULT);
    worker.start();
    begun.await();
    return Thread.ofPlatform().start(() -> worker.stop(Duration.ofSeconds(20)));
  }

  private static boolean waitsForUpkeep(Thread stop) {
    return stop.getState() == Thread.State.TIMED_WAITING
        && Stream.of(stop.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(Upkeep.class.getName()));
  }

  private DataSource heldInUpkeep(DataSource dataSource) {
    return new ConnectionsOnly() {
      @Override
      public Connection getConnection() throws SQLException {
        if (Thread.currentThread().getName().equals("upkeep")) {
          hold();
        }
        return dataSource.getConnection();
      }
    };
  }

  private void hold() {
    begun.countDown();
    try {
      mayEnd.await();
      interrupted.complete(false);
    } catch (InterruptedException e) {
      interrupted.complete(true);
      Thread.currentThread().interrupt();
    }
  }
}
