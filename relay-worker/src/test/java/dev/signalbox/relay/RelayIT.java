package dev.signalbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.installation.Installations;
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
import dev.signalbox.testkit.svix.Gate;
import dev.signalbox.testkit.svix.Ledger;
import dev.signalbox.testkit.svix.Requests;
import dev.signalbox.testkit.svix.StoredMessage;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Producer, Temporal, relay and Svix together. */
class RelayIT {

  /** How long a condition may take before the test is given up; nothing is asserted about it. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static HikariDataSource dataSource;
  private static Installation installation;

  private final List<RelayWorker> workers = new ArrayList<>();
  private final OrganizationId acme = new OrganizationId("acme-" + UUID.randomUUID());
  private final Outbox outbox = new Outbox();
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
    workers.forEach(worker -> worker.stop(Duration.ofSeconds(20)));
    destination.close();
    svix.close();
  }

  @Test
  void whatIsCommittedArrivesOnceInOrderAndWhatIsRolledBackDoesNot() throws Exception {
    startWorker();
    List<EventId> ids = append(40);
    rolledBack();

    awaitMessages(40);

    assertThat(stored()).containsExactlyElementsOf(texts(ids));
    assertThat(svix.ledger().creations(acme.value(), ids.get(0).toString())).isEqualTo(1);
    awaitCompletion();
    assertThat(svix.ledger().messageCount()).isEqualTo(40);
  }

  @Test
  void everyOrganizationHasAnApplicationOfItsOwn() throws Exception {
    startWorker();
    Map<String, List<String>> appended = new HashMap<>();
    for (int o = 0; o < 10; o++) {
      OrganizationId organization = new OrganizationId("tenant-" + o + "-" + UUID.randomUUID());
      appended.put(organization.value(), texts(append(organization, 20)));
    }

    awaitMessages(200);

    Map<String, List<String>> stored = new HashMap<>();
    appended.keySet().forEach(o -> stored.put(o, stored(o)));
    assertThat(stored).isEqualTo(appended);
  }

  @Test
  void theRaceForAnApplicationLosesNothing() throws Exception {
    svix.faults().inject(Fault.applicationRace().times(3));
    startWorker();
    List<EventId> ids = append(20);

    awaitMessages(20);

    assertThat(stored()).containsExactlyElementsOf(texts(ids));
  }

  @Test
  void anAnswerThatNeverComesDoublesNothing() throws Exception {
    svix.faults().inject(Fault.cut().at(FaultPoint.AFTER_COMMIT).times(5));
    startWorker();
    List<EventId> ids = append(30);

    awaitMessages(30);
    awaitCompletion();

    assertThat(stored()).containsExactlyElementsOf(texts(ids));
  }

  @Test
  void anEventWhoseSignalWasLostIsFoundByTheSweep() throws Exception {
    RelayComponent relay = startWorker();
    List<EventId> ids =
        new OutboxTransaction(dataSource, outbox, organizations -> {})
            .run(transaction -> transaction.appendBatch(events(acme, 5)));
    assertThat(relay.sweep().sweep().woken()).isPositive();

    awaitMessages(5);

    assertThat(stored()).containsExactlyElementsOf(texts(ids));
  }

  @Test
  void aWorkerThatIsStoppedSettlesWhatIsInFlightAndAnotherGoesOn() throws Exception {
    Gate gate = svix.faults().hold(FaultPoint.AFTER_COMMIT, Requests.messageCreation());
    startWorker();
    List<EventId> ids = append(10);
    assertThat(gate.awaitHeld(1, PATIENCE)).isTrue();
    RelayWorker first = workers.get(0);
    Thread stopping = Thread.ofVirtual().start(() -> first.stop(Duration.ofSeconds(30)));
    gate.release();
    stopping.join();
    workers.clear();

    startWorker();
    awaitMessages(10);
    awaitCompletion();

    assertThat(stored()).containsExactlyElementsOf(texts(ids));
    assertThat(svix.ledger().creations(acme.value(), ids.get(0).toString())).isEqualTo(1);
  }

  private RelayComponent startWorker() {
    RelayComponent relay =
        DaggerRelayComponent.factory()
            .create(
                dataSource,
                SchemaName.DEFAULT,
                installation,
                destination,
                signaler::signalRelay,
                SIGNALBOX.workflowClient(),
                new TaskQueue(SIGNALBOX.name()),
                settings());
    RelayWorker worker = relay.worker();
    worker.start();
    workers.add(worker);
    return relay;
  }

  /** Refused events are due again soon, and a sweep takes rows of any age. */
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

  private List<EventId> append(int events) throws SQLException {
    return append(acme, events);
  }

  private List<EventId> append(OrganizationId organization, int events) throws SQLException {
    return new OutboxTransaction(dataSource, outbox, signaler::signalRelay)
        .run(transaction -> transaction.appendBatch(events(organization, events)));
  }

  private void rolledBack() throws SQLException {
    try (var connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      outbox.appendBatch(connection, events(acme, 5));
      connection.rollback();
    }
    signaler.signalRelay(acme);
  }

  private static List<OutboxEvent> events(OrganizationId organization, int count) {
    List<OutboxEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(
          OutboxEvent.of(organization, "thing.made", "{\"n\":" + i + "}").withOrderingKey("one"));
    }
    return events;
  }

  private static List<String> texts(List<EventId> ids) {
    return ids.stream().map(EventId::toString).toList();
  }

  private List<String> stored() {
    return stored(acme.value());
  }

  private List<String> stored(String application) {
    return svix.ledger().messages(application).stream()
        .map(StoredMessage::eventId)
        .flatMap(Optional::stream)
        .toList();
  }

  private void awaitMessages(long count) throws InterruptedException {
    Ledger ledger = svix.ledger();
    assertThat(ledger.awaitMessages(count, PATIENCE))
        .as("%d of %d messages arrived", ledger.messageCount(), count)
        .isTrue();
  }

  /** The workflow ends by itself when nothing is left. */
  private void awaitCompletion() {
    SIGNALBOX
        .workflowClient()
        .newUntypedWorkflowStub(RelayContract.workflowId(installation.source(), acme))
        .getResult(Void.class);
  }
}
