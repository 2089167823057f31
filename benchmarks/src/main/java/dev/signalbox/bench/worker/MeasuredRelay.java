package dev.signalbox.bench.worker;

import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.relay.CountingDataSource;
import dev.signalbox.bench.relay.StatementCounter;
import dev.signalbox.relay.DaggerRelayComponent;
import dev.signalbox.relay.RelayComponent;
import dev.signalbox.relay.RelayWorker;
import dev.signalbox.relay.TaskQueue;
import dev.signalbox.relay.config.RelaySettings;
import dev.signalbox.relay.config.TemporalSettings;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.relay.process.ConnectionPool;
import dev.signalbox.relay.svix.SvixDestination;
import dev.signalbox.relay.sweep.Sweep;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalListener;
import dev.signalbox.signal.SignalerOptions;
import io.grpc.ClientInterceptor;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The connections and the wiring of the relay's own process, with counters on the connections. */
final class MeasuredRelay implements AutoCloseable {

  /** Statements but BEGIN and COMMIT. */
  static final String STATEMENTS = "statements";

  /** Of whatever kind; a poll that finds nothing is one. */
  static final String CALLS = "temporal calls";

  static final String WORKFLOW_TASKS = "workflow tasks";
  static final String REPLAYS = "replays";
  static final String ACTIVITIES = "activities";
  static final String COMPLETED_RUNS = "completed runs";
  static final String SWEEP_NANOS = "sweep";

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final StatementCounter statements = new StatementCounter();
  private final TemporalTraffic traffic = new TemporalTraffic();
  private final HikariDataSource pool;
  private final WorkflowServiceStubs stubs;
  private final SvixDestination destination;
  private final RelaySignaler signaler;
  private final RelayWorker worker;
  private final Sweep sweep;

  /**
   * Connects to everything and begins to take work.
   *
   * @param interceptors what channels to this Temporal need
   */
  MeasuredRelay(RelaySettings settings, List<ClientInterceptor> interceptors) throws SQLException {
    this.pool = ConnectionPool.open(settings.database());
    CountingDataSource dataSource = new CountingDataSource(pool, statements);
    Installation installation =
        new Installations(dataSource, settings.database().schema())
            .bind(settings.database().source());
    TemporalSettings temporal = settings.temporal();
    WorkflowServiceStubsOptions options = counted(temporal.stubs(), interceptors);
    this.stubs = WorkflowServiceStubs.newConnectedServiceStubs(options, CONNECT);
    this.destination = new SvixDestination(settings.svix());
    this.signaler =
        RelaySignaler.startWithoutDatabase(
            SignalerOptions.builder()
                .source(installation.source())
                .schema(settings.database().schema())
                .databaseId(installation.databaseId())
                .taskQueue(temporal.taskQueue())
                .build(),
            options,
            temporal.client(),
            SignalListener.NONE);
    RelayComponent component =
        DaggerRelayComponent.factory()
            .create(
                dataSource,
                settings.database().schema(),
                installation,
                destination,
                signaler::signalRelay,
                WorkflowClient.newInstance(stubs, temporal.client()),
                new TaskQueue(temporal.taskQueue()),
                settings.steps());
    this.worker = component.worker();
    this.sweep = component.sweep();
    worker.start();
  }

  private WorkflowServiceStubsOptions counted(
      WorkflowServiceStubsOptions options, List<ClientInterceptor> interceptors) {
    List<ClientInterceptor> all = new ArrayList<>(interceptors);
    all.add(traffic);
    return WorkflowServiceStubsOptions.newBuilder(options).setGrpcClientInterceptors(all).build();
  }

  /** Everything that is counted, until now. */
  Map<String, Double> counts() {
    Map<String, Double> counts = new HashMap<>(traffic.figures());
    counts.put(STATEMENTS, (double) statements.statements());
    return counts;
  }

  /** Sweeps so often; the median of the times in nanoseconds. */
  Map<String, Double> sweep(int times) throws SQLException {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      int woken = sweep.sweep().woken();
      nanos[i] = System.nanoTime() - start;
      if (woken > 0) {
        throw new IllegalStateException("The sweep woke %d organizations.".formatted(woken));
      }
    }
    Arrays.sort(nanos);
    return Map.of(SWEEP_NANOS, (double) nanos[times / 2]);
  }

  @Override
  public void close() {
    signaler.close();
    worker.stop(GRACE);
    destination.close();
    stubs.shutdownNow();
    pool.close();
  }
}
