package dev.signalbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.drain.DrainSettings;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.organization.UnknownOrganization;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalListener;
import dev.signalbox.signal.SignalerOptions;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a noisy organization costs the quiet ones, measured by counts: they are through while it is
 * still at it, and what it holds of calls, slots and rows is bounded.
 */
class IsolationIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final int FLOOD = 20_000;
  private static final int QUIET = 12;
  private static final int EVENTS = 20;

  private static final int CALLS = 16;
  private static final int CALLS_OF_ONE = 4;
  private static final int SLOTS = 8;
  private static final int CONNECTIONS = 6;
  private static final int BATCH_ROWS = 500;

  private static Installation installation;

  private final List<OrganizationId> noisy = organizations("noisy", 3);
  private final List<OrganizationId> quiet = organizations("quiet", QUIET);
  private HikariDataSource dataSource;
  private RelaySignaler signaler;
  private final List<RelayWorker> workers = new ArrayList<>();

  @BeforeAll
  static void bind() throws SQLException {
    installation =
        new Installations(SIGNALBOX.database().dataSource(), SchemaName.DEFAULT)
            .bind(new Source(SIGNALBOX.name()));
  }

  @BeforeEach
  void connect() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(SIGNALBOX.database().dataSource());
    config.setMaximumPoolSize(CONNECTIONS);
    dataSource = new HikariDataSource(config);
    signaler =
        RelaySignaler.start(
            SignalerOptions.builder()
                .source(installation.source())
                .taskQueue(SIGNALBOX.name())
                .build(),
            SIGNALBOX.services().temporal().stubsOptions(),
            SIGNALBOX.workflowClient().getOptions(),
            SIGNALBOX.database().dataSource(),
            SignalListener.NONE);
  }

  @AfterEach
  void stop() {
    signaler.close();
    workers.forEach(worker -> worker.stop(Duration.ofSeconds(20)));
    dataSource.close();
  }

  @Test
  void aFloodLeavesTheOthersTheirTurns() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch othersAreThrough = new CountDownLatch(1);
    CrowdedDestination destination =
        startWorker(
            () -> {
              if (begun.incrementAndGet() > FLOOD - BATCH_ROWS) {
                awaitRelease(othersAreThrough); // however fast it is: the flood goes on till then
              }
              return CrowdedDestination.accepted();
            });
    try {
      append(noisy.get(0), FLOOD);
      destination.awaitNoisyCalls(BATCH_ROWS);
      appendQuietly();

      int delivered = destination.awaitQuiet(QUIET * EVENTS);
      long settled = FLOOD - pending(noisy.get(0));

      assertThat(delivered - settled)
          .as("read and not settled")
          .isLessThanOrEqualTo(2 * BATCH_ROWS);
      assertBounded(destination);
    } finally {
      othersAreThrough.countDown();
    }
    destination.awaitNoisyAccepted(FLOOD);
  }

  @Test
  void whoHangsHoldsNobodyElseUp() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CrowdedDestination destination =
        startWorker(
            () -> {
              awaitRelease(released);
              return CrowdedDestination.accepted();
            });
    try {
      for (OrganizationId organization : noisy) {
        append(organization, BATCH_ROWS);
      }
      destination.awaitNoisyCalls(noisy.size() * CALLS_OF_ONE);
      appendQuietly();

      assertThat(destination.awaitQuiet(QUIET * EVENTS)).isZero();
      assertThat(destination.noisyAtOnce()).isEqualTo(noisy.size() * CALLS_OF_ONE);
      for (OrganizationId organization : noisy) {
        assertThat(pending(organization)).isEqualTo(BATCH_ROWS);
      }
      assertBounded(destination);
    } finally {
      released.countDown();
    }
    destination.awaitNoisyAccepted(noisy.size() * BATCH_ROWS);
  }

  @Test
  void whoGetsOnlyErrorsHoldsNobodyElseUp() throws Exception {
    CrowdedDestination destination =
        startWorker(() -> new DeliveryOutcome.Failed(500, "Svix answered 500", ""));
    for (OrganizationId organization : noisy) {
      append(organization, 2 * BATCH_ROWS);
    }
    destination.awaitNoisyCalls(noisy.size());
    appendQuietly();

    assertThat(destination.awaitQuiet(QUIET * EVENTS)).isZero();
    for (OrganizationId organization : noisy) {
      assertThat(pending(organization)).as("and none of it dead").isEqualTo(2 * BATCH_ROWS);
    }
    assertBounded(destination);
  }

  private void assertBounded(CrowdedDestination destination) {
    assertThat(destination.mostCalls()).isLessThanOrEqualTo(CALLS);
    assertThat(destination.mostOfOne()).isLessThanOrEqualTo(CALLS_OF_ONE);
    assertThat(destination.mostOrganizations()).isLessThanOrEqualTo(SLOTS);
    quiet.forEach(
        organization -> assertThat(destination.acceptedOf(organization)).isEqualTo(EVENTS));
  }

  private CrowdedDestination startWorker(Supplier<DeliveryOutcome> answer) {
    CrowdedDestination destination = new CrowdedDestination(Set.copyOf(noisy), answer);
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
    return destination;
  }

  private static StepSettings settings() {
    StepSettings defaults = StepSettings.DEFAULT;
    DrainSettings drain = defaults.drain();
    return new StepSettings(
        defaults.lease(),
        new OrganizationSettings(UnknownOrganization.CREATE, CALLS_OF_ONE),
        new DrainSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            BATCH_ROWS,
            drain.scanRows(),
            drain.batchBytes(),
            drain.prefetchBytes(),
            SLOTS),
        new DeliverySettings(CALLS, Duration.ofSeconds(10)),
        new Backoff(Duration.ofMillis(50), Duration.ofMillis(200)),
        defaults.watch(),
        new SweepSettings(Duration.ofHours(1), Duration.ZERO, 100));
  }

  private static List<OrganizationId> organizations(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new OrganizationId(name + "-" + i + "-" + UUID.randomUUID()))
        .toList();
  }

  private void appendQuietly() throws SQLException {
    for (OrganizationId organization : quiet) {
      append(organization, EVENTS);
    }
  }

  private void append(OrganizationId organization, int events) throws SQLException {
    OutboxEvent event = OutboxEvent.of(organization, "thing.made", "{}");
    var unused =
        new OutboxTransaction(
                SIGNALBOX.database().dataSource(), new Outbox(), signaler::signalRelay)
            .run(transaction -> transaction.appendBatch(Collections.nCopies(events, event)));
  }

  private static long pending(OrganizationId organization) throws SQLException {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT count(*) FROM signalbox.outbox_event WHERE organization_id = ?")) {
      statement.setString(1, organization.value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void awaitRelease(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) { // the worker stops: the call has no answer
      Thread.currentThread().interrupt();
    }
  }
}
