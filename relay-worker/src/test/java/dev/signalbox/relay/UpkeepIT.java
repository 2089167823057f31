package dev.signalbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker is stopped while its upkeep is in the middle of something. */
class UpkeepIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

  @Test
  void whatHasBegunEndsUndisturbed() throws Exception {
    RelayWorker worker = worker(heldInUpkeep(SIGNALBOX.database().dataSource()));
    worker.start();
    begun.await();

    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(() -> worker.stop(Duration.ofSeconds(20)));
    while (worker.isPolling()) {
      Thread.onSpinWait();
    }
    mayEnd.countDown();

    stopped.join();
    assertThat(interrupted.join()).isFalse();
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
    }
  }

  private static RelayWorker worker(DataSource dataSource) throws SQLException {
    return DaggerRelayComponent.factory()
        .create(
            dataSource,
            SchemaName.DEFAULT,
            new Installations(SIGNALBOX.database().dataSource(), SchemaName.DEFAULT)
                .bind(new Source(SIGNALBOX.name())),
            (target, event) -> new DeliveryOutcome.Failed("nothing is sent"),
            organizations -> {},
            SIGNALBOX.workflowClient(),
            new TaskQueue(SIGNALBOX.name()),
            StepSettings.DEFAULT)
        .worker();
  }
}
