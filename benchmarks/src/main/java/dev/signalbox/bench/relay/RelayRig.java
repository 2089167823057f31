package dev.signalbox.bench.relay;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.migrations.Migrations;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.relay.DaggerRelayComponent;
import dev.signalbox.relay.RelayWorker;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.TaskQueue;
import dev.signalbox.relay.config.TemporalJson;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.relay.svix.SvixDestination;
import dev.signalbox.relay.svix.SvixSettings;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalListener;
import dev.signalbox.signal.SignalerOptions;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import io.grpc.ClientInterceptor;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Producer, signaler and relay on a database of their own, all in this process. */
public final class RelayRig implements AutoCloseable {

  private static final int CONNECTIONS = 20;
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(2);

  private final PostgresDatabase database;
  private final StatementCounter counter = new StatementCounter();
  private final RunRecorder runs = new RunRecorder();
  private final HikariDataSource pool;
  private final CountingDataSource dataSource;
  private final Installation installation;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final Destination destination;
  private final RelaySignaler signaler;
  private final RelayWorker worker;
  private final Outbox outbox = new Outbox();

  /**
   * Migrates the database and starts everything.
   *
   * @param database an empty one, which stays the caller's
   * @param svix where Svix, or what stands for it, answers
   * @param interceptors of all calls to Temporal
   */
  public RelayRig(
      PostgresDatabase database,
      TemporalService temporal,
      URI svix,
      String token,
      StepSettings settings,
      ClientInterceptor... interceptors)
      throws SQLException {
    this(database, temporal, svix(svix, token, settings), settings, newSource(), interceptors);
  }

  /** A name that no other run has. */
  public static Source newSource() {
    return new Source("bench-" + UUID.randomUUID().toString().substring(0, 8));
  }

  /** The same for a source that may have others beside it or before it, on the same database. */
  public RelayRig(
      PostgresDatabase database,
      TemporalService temporal,
      URI svix,
      String token,
      StepSettings settings,
      Source source)
      throws SQLException {
    this(database, temporal, svix(svix, token, settings), settings, source);
  }

  /**
   * The same with a destination that is not Svix.
   *
   * @param destination has nothing to close, unless it is Svix
   */
  public RelayRig(
      PostgresDatabase database,
      TemporalService temporal,
      Destination destination,
      StepSettings settings)
      throws SQLException {
    this(database, temporal, destination, settings, newSource());
  }

  private RelayRig(
      PostgresDatabase database,
      TemporalService temporal,
      Destination destination,
      StepSettings settings,
      Source source,
      ClientInterceptor... interceptors)
      throws SQLException {
    this.database = database;
    this.destination = destination;
    new Migrations(database.dataSource(), SchemaName.DEFAULT.value()).migrate();
    this.pool = pool(database.dataSource());
    this.dataSource = new CountingDataSource(pool, counter);
    this.installation = new Installations(dataSource, SchemaName.DEFAULT).bind(source);
    TaskQueue taskQueue = new TaskQueue(source.value());
    WorkflowServiceStubsOptions stubsOptions = recorded(temporal.stubsOptions(), interceptors);
    this.stubs = WorkflowServiceStubs.newServiceStubs(stubsOptions);
    WorkflowClientOptions clientOptions =
        WorkflowClientOptions.newBuilder()
            .setNamespace(temporal.namespace())
            .setDataConverter(TemporalJson.converter()) // as the worker's own
            .build();
    this.client = WorkflowClient.newInstance(stubs, clientOptions);
    this.signaler =
        RelaySignaler.start(
            SignalerOptions.builder().source(source).taskQueue(taskQueue.name()).build(),
            stubsOptions,
            clientOptions,
            dataSource,
            SignalListener.NONE);
    this.worker =
        DaggerRelayComponent.factory()
            .create(
                dataSource,
                SchemaName.DEFAULT,
                installation,
                destination,
                signaler::signalRelay,
                client,
                taskQueue,
                settings)
            .worker();
    worker.start();
  }

  private static SvixDestination svix(URI svix, String token, StepSettings settings) {
    return new SvixDestination(
        new SvixSettings(
            svix, token, settings.delivery().inFlight(), settings.delivery().callTimeout()));
  }

  /** Plans each execution for itself, as the worker's own pool does. */
  private static HikariDataSource pool(DataSource connections) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(connections);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionInitSql("SET plan_cache_mode = force_custom_plan");
    return new HikariDataSource(config);
  }

  private WorkflowServiceStubsOptions recorded(
      WorkflowServiceStubsOptions options, ClientInterceptor... others) {
    List<ClientInterceptor> interceptors = new ArrayList<>(options.getGrpcClientInterceptors());
    interceptors.add(runs);
    interceptors.addAll(List.of(others));
    return WorkflowServiceStubsOptions.newBuilder(options)
        .setGrpcClientInterceptors(interceptors)
        .setGrpcCompression(GrpcCompression.NONE) // as the worker's own
        .build();
  }

  /** What went over the connections of producer, signaler and relay. */
  public StatementCounter counter() {
    return counter;
  }

  /** The runs that were signaled. */
  public Set<WorkflowRun> runs() {
    return runs.runs();
  }

  /** How many heartbeats the worker has sent. */
  public long heartbeats() {
    return runs.heartbeats();
  }

  /** A client of the same namespace. */
  public WorkflowClient client() {
    return client;
  }

  /** One transaction of these events, and the signal. */
  public void appendAndSignal(List<OutboxEvent> events) throws SQLException {
    append(events, true);
  }

  /** One transaction of these events, whose signal is left out. */
  public void append(List<OutboxEvent> events) throws SQLException {
    append(events, false);
  }

  private void append(List<OutboxEvent> events, boolean signals) throws SQLException {
    new OutboxTransaction(
            dataSource,
            outbox,
            organizations -> {
              if (signals) {
                signaler.signalRelay(organizations);
              }
            })
        .run(transaction -> transaction.appendBatch(events));
  }

  /** Writes to disk what is dirty, so that it is not written while something is measured. */
  public void checkpoint() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("VACUUM (ANALYZE) signalbox.outbox_event");
      statement.execute("CHECKPOINT");
    }
  }

  /** Wakes the relay of an organization. */
  public void signal(String organization) {
    signaler.signalRelay(new OrganizationId(organization));
  }

  /**
   * Returns when nothing is pending; asked on a connection that is not counted.
   *
   * @throws IllegalStateException when that takes longer than five minutes
   */
  public void awaitDelivered() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        var statement =
            connection.prepareStatement(
                "SELECT id FROM signalbox.outbox_event ORDER BY id DESC LIMIT 1")) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() - end < 0) {
        try (var row = statement.executeQuery()) {
          if (!row.next()) {
            return;
          }
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
      throw new IllegalStateException("Events are still pending after " + PATIENCE);
    }
  }

  /** Returns when the organization's workflow has ended. */
  public void awaitRest(String organization) {
    client
        .newUntypedWorkflowStub(
            RelayContract.workflowId(installation.source(), new OrganizationId(organization)))
        .getResult(Void.class);
  }

  @Override
  public void close() {
    signaler.close();
    worker.stop(GRACE);
    if (destination instanceof SvixDestination connected) {
      connected.close();
    }
    stubs.shutdownNow();
    pool.close();
  }
}
