package dev.signalbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.RelayStatus;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.relay.hold.SourceHolds;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.relay.operation.Attribution;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.svix.SvixDestination;
import dev.signalbox.relay.svix.SvixSettings;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalListener;
import dev.signalbox.signal.SignalerOptions;
import dev.signalbox.testkit.services.SignalboxExtension;
import dev.signalbox.testkit.svix.Fault;
import dev.signalbox.testkit.svix.FaultPoint;
import dev.signalbox.testkit.svix.Requests;
import dev.signalbox.testkit.svix.Route;
import dev.signalbox.testkit.svix.SvixEmulator;
import io.temporal.client.WorkflowStub;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Svix refuses the credentials, of all organizations or of one; workers come and go. */
class SourceHoldRelayIT {

  /** How long a condition may take before the test is given up; nothing is asserted about it. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static HikariDataSource dataSource;
  private static Installation installation;

  private final List<RelayWorker> workers = new ArrayList<>();
  private final OrganizationId acme = new OrganizationId("acme-" + UUID.randomUUID());
  private final OrganizationId globex = new OrganizationId("globex-" + UUID.randomUUID());
  private SvixEmulator svix;
  private SvixDestination destination;
  private RelaySignaler signaler;

  @BeforeAll
  static void connect() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(SIGNALBOX.database().dataSource());
    dataSource = new HikariDataSource(config);
    installation =
        new Installations(dataSource, SchemaName.DEFAULT).bind(new Source(SIGNALBOX.name()));
  }

  @AfterAll
  static void disconnect() {
    dataSource.close();
  }

  @BeforeEach
  void startSvixAndSignaler() {
    svix = SvixEmulator.start();
    destination =
        new SvixDestination(
            new SvixSettings(URI.create(svix.url()), svix.token(), 64, Duration.ofSeconds(10)));
    signaler =
        RelaySignaler.start(
            SignalerOptions.builder()
                .source(installation.source())
                .taskQueue(SIGNALBOX.name())
                .build(),
            SIGNALBOX.services().temporal().stubsOptions(),
            SIGNALBOX.workflowClient().getOptions(),
            dataSource,
            SignalListener.NONE);
  }

  @AfterEach
  void stop() {
    signaler.close();
    svix.faults().clear();
    stopWorkers();
    destination.close();
    svix.close();
  }

  @Test
  void refusedByAllTheSourceIsHeldSurvivesARestartAndLiftsItself() throws Exception {
    refuseEverything();
    startWorker();
    append(acme, 5);
    append(globex, 5);
    awaitHeld(acme);
    awaitHeld(globex);

    stopWorkers();
    startWorker();
    OrganizationId initech = new OrganizationId("initech-" + UUID.randomUUID());
    long tries = svix.ledger().requests(Route.APPLICATION_CREATE);
    append(initech, 5);
    awaitHeld(initech);
    assertThat(svix.ledger().requests(Route.APPLICATION_CREATE)).isEqualTo(tries);
    assertThat(svix.ledger().messageCount()).isZero();

    svix.faults().clear();
    awaitMessages(5, acme, globex, initech);
    assertThat(holds().find()).isEmpty();
    assertThat(attempts()).isZero();
  }

  @Test
  void anOperatorLiftsItForEveryWorker() throws Exception {
    refuseEverything();
    startWorker();
    startWorker();
    append(acme, 5);
    awaitHeld(acme);
    execute("UPDATE signalbox.installation SET probe_at = now() + interval '1 hour'");
    svix.faults().clear();

    assertThat(holds().lift(holds().find().orElseThrow(), new Attribution("jane", ""))).isTrue();
    signaler.signalRelay(acme);

    awaitMessages(5, acme);
  }

  @Test
  void refusedForOneOrganizationTheOthersGoOn() throws Exception {
    svix.faults()
        .inject(
            Fault.status(401)
                .at(FaultPoint.ARRIVAL)
                .on(Requests.messageCreation().and(Requests.application(acme.value()))));
    startWorker();
    append(acme, 5);
    awaitProbe();
    append(globex, 5);

    awaitMessages(5, globex);

    assertThat(svix.ledger().messages(acme.value())).isEmpty();
    assertThat(holds().find()).isEmpty();
    assertThat(attempts()).isZero();
    svix.faults().clear();
    awaitMessages(5, acme);
  }

  private void refuseEverything() {
    svix.faults().inject(Fault.status(401).at(FaultPoint.ARRIVAL).on(Requests.any()));
  }

  private void startWorker() {
    RelayWorker worker =
        DaggerRelayComponent.factory()
            .create(
                dataSource,
                SchemaName.DEFAULT,
                installation,
                destination,
                signaler::signalRelay,
                SIGNALBOX.workflowClient(),
                new TaskQueue(SIGNALBOX.name()),
                settings())
            .worker();
    worker.start();
    workers.add(worker);
  }

  private void stopWorkers() {
    workers.forEach(worker -> worker.stop(Duration.ofSeconds(20)));
    workers.clear();
  }

  private static StepSettings settings() {
    StepSettings defaults = StepSettings.DEFAULT;
    return new StepSettings(
        defaults.lease(),
        defaults.organization(),
        defaults.drain(),
        defaults.delivery(),
        new Backoff(Duration.ofMillis(50), Duration.ofMillis(200)),
        defaults.watch(),
        new SweepSettings(Duration.ofHours(1), Duration.ZERO, 100));
  }

  private void append(OrganizationId organization, int events) throws SQLException {
    List<OutboxEvent> made =
        IntStream.range(0, events)
            .mapToObj(i -> OutboxEvent.of(organization, "thing.made", "{\"n\":" + i + "}"))
            .toList();
    var unused =
        new OutboxTransaction(dataSource, new Outbox(), signaler::signalRelay)
            .run(transaction -> transaction.appendBatch(made));
  }

  private static SourceHolds holds() {
    return new SourceHolds(dataSource, SchemaName.DEFAULT);
  }

  /** Its workflow has completed, and says why. */
  private void awaitHeld(OrganizationId organization) throws SQLException {
    while (number("quiet_reason = 'source held'", organization) == 0) {
      Thread.onSpinWait();
    }
    WorkflowStub workflow =
        SIGNALBOX
            .workflowClient()
            .newUntypedWorkflowStub(RelayContract.workflowId(installation.source(), organization));
    workflow.getResult(Void.class);
    RelayStatus status = workflow.query(RelayContract.STATUS_QUERY, RelayStatus.class);
    assertThat(status.state()).isEqualTo("held");
    assertThat(status.lastError()).contains("Svix answered 401");
  }

  private void awaitProbe() throws InterruptedException {
    assertThat(
            svix.ledger().await(() -> svix.ledger().requests(Route.APPLICATION_LIST) > 0, PATIENCE))
        .isTrue();
  }

  private void awaitMessages(int count, OrganizationId... organizations)
      throws InterruptedException {
    for (OrganizationId organization : organizations) {
      assertThat(
              svix.ledger()
                  .await(
                      () -> svix.ledger().messages(organization.value()).size() == count, PATIENCE))
          .isTrue();
    }
  }

  private static long number(String condition, OrganizationId organization) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT count(*) FROM signalbox.relay_lease WHERE organization_id = ? AND "
                    + condition)) {
      statement.setString(1, organization.value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static long attempts() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT coalesce(max(attempts), 0) FROM signalbox.outbox_event")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
