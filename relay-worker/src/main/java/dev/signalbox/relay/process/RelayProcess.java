package dev.signalbox.relay.process;

import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.relay.DaggerRelayComponent;
import dev.signalbox.relay.RelayWorker;
import dev.signalbox.relay.TaskQueue;
import dev.signalbox.relay.config.RelaySettings;
import dev.signalbox.relay.config.TemporalSettings;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.relay.svix.SvixDestination;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalerOptions;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/** The relay with the connections that it was started on. */
public final class RelayProcess implements RunningRelay {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final DataSource dataSource;
  private final RelayWorker worker;
  private final Duration grace;
  private final Closing connections;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;

  private RelayProcess(
      DataSource dataSource, RelayWorker worker, Duration grace, Closing connections) {
    this.dataSource = dataSource;
    this.worker = worker;
    this.grace = grace;
    this.connections = connections;
  }

  /**
   * Connects to everything and begins to take work.
   *
   * @throws StartFailedException when the database or Temporal cannot be reached
   * @throws dev.signalbox.relay.installation.WrongInstallationException when the schema is missing,
   *     too old, or of another source
   */
  public static RelayProcess start(RelaySettings settings) {
    Closing connections = new Closing();
    try {
      return start(settings, connections);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  private static RelayProcess start(RelaySettings settings, Closing connections) {
    HikariDataSource dataSource = connections.add(ConnectionPool.open(settings.database()));
    Installation installation = bind(settings, dataSource);
    WorkflowClient client = connect(settings.temporal(), connections);
    SvixDestination destination = connections.add(new SvixDestination(settings.svix()));
    RelaySignaler signaler = connections.add(signaler(settings, installation));
    RelayWorker worker =
        DaggerRelayComponent.factory()
            .create(
                dataSource,
                settings.database().schema(),
                installation,
                destination,
                signaler::signalRelay,
                client,
                new TaskQueue(settings.temporal().taskQueue()),
                settings.steps())
            .worker();
    start(worker, settings.temporal());
    return new RelayProcess(dataSource, worker, settings.worker().shutdownGrace(), connections);
  }

  /** Asks Temporal for the namespace. */
  private static void start(RelayWorker worker, TemporalSettings settings) {
    try {
      worker.start();
    } catch (StatusRuntimeException e) {
      throw new StartFailedException(
          "TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE (%s)".formatted(settings), e);
    }
  }

  private static Installation bind(RelaySettings settings, DataSource dataSource) {
    try {
      return new Installations(dataSource, settings.database().schema())
          .bind(settings.database().source());
    } catch (SQLException e) {
      throw new StartFailedException(
          "SIGNALBOX_DATABASE_URL (%s)".formatted(settings.database().address()), e);
    }
  }

  private static WorkflowClient connect(TemporalSettings settings, Closing connections) {
    try {
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newConnectedServiceStubs(settings.stubs(), CONNECT);
      connections.add(stubs::shutdown);
      return WorkflowClient.newInstance(stubs, settings.client());
    } catch (RuntimeException e) { // gRPC's own, unchecked
      throw new StartFailedException("TEMPORAL_ADDRESS (%s)".formatted(settings.address()), e);
    }
  }

  /**
   * Sends always: the sweep has looked at the flag itself, and a late attempt must be heard
   * although its own lease tells producers to be silent. The workflows that it starts belong to the
   * outbox that was bound.
   */
  private static RelaySignaler signaler(RelaySettings settings, Installation installation) {
    SignalerOptions options =
        SignalerOptions.builder()
            .source(installation.source())
            .schema(settings.database().schema())
            .databaseId(installation.databaseId())
            .taskQueue(settings.temporal().taskQueue())
            .build();
    return RelaySignaler.startWithoutDatabase(
        options, settings.temporal().stubs(), settings.temporal().client(), new WakeLog());
  }

  @Override
  public boolean isReady() {
    if (stopping || !worker.isPolling()) {
      return false;
    }
    try (Connection connection = dataSource.getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) { // that is the answer
      return false;
    }
  }

  @Override
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  @Override
  public synchronized void close() {
    if (stopped.getCount() > 0) {
      stopping = true;
      worker.stop(grace);
      connections.close();
      stopped.countDown();
    }
  }
}
