package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.hold.SourceHold;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.organization.UnknownOrganization;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a slice does while the whole source is held. */
class SourceHoldSliceIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final String HOLD =
      "UPDATE signalbox.installation SET held_since = now(), held_reason = 'Svix answered 401'";
  private static final String LIFT = "UPDATE signalbox.installation SET held_since = NULL";

  private static final String REST =
      "SELECT quiet_reason FROM signalbox.relay_lease WHERE organization_id = ? AND finished"
          + " AND draining_until IS NULL"
          + " AND quiet_until BETWEEN now() + interval '50 min' AND now() + interval '60 min'";

  /** A slice that holds takes a connection for each: take, rest, look again. */
  private static final int BEFORE_THE_REST = 2;

  private static final int BEFORE_THE_SECOND_LOOK = 3;

  /** How long a condition may take before the test is given up; nothing is asserted about it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static GatedDataSource.Stock stock;
  private static DataSource dataSource;

  private final FakeDestination destination = new FakeDestination();

  @BeforeAll
  static void connect() {
    stock = new GatedDataSource.Stock(SIGNALBOX.database().dataSource());
    dataSource = new GatedDataSource(stock, () -> {});
  }

  @AfterEach
  void lift() {
    execute(LIFT);
  }

  @Test
  void whileTheSourceIsHeldASliceRestsAndDeliversAfterwards() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(1);
    execute(HOLD);

    SliceResult result = drain(bench);

    assertThat(result.stopped()).isEqualTo("held");
    assertThat(result.lastError())
        .isEqualTo("Svix refuses the credentials of the whole source: Svix answered 401.");
    assertThat(result.nextDueMillis()).isEqualTo(SliceResult.NEVER);
    assertThat(result.more()).isFalse();
    assertThat(bench.text(REST)).isEqualTo("source held");
    assertThat(destination.calls()).isZero();

    execute(LIFT);
    assertThat(drain(bench).delivered()).isEqualTo(1);
  }

  @Test
  void itsOwnRowGoesBeforeTheSource() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(1);
    bench.update(
        "INSERT INTO signalbox.organization (organization_id, state) VALUES (?, 'paused')",
        bench.organization.value());
    execute(HOLD);
    assertThat(drain(bench).stopped()).isEqualTo("paused");

    bench.update(
        "UPDATE signalbox.organization SET state = 'active' WHERE organization_id = ?",
        bench.organization.value());
    assertThat(drain(bench).stopped()).isEqualTo("held");
  }

  @Test
  void aLiftBeforeTheRestIsCommittedIsSeenByTheSecondLook() throws Exception {
    assertSeenByTheSecondLook(BEFORE_THE_REST);
  }

  @Test
  void aLiftAfterTheRestIsSeenByTheSecondLookToo() throws Exception {
    assertSeenByTheSecondLook(BEFORE_THE_SECOND_LOOK);
  }

  private void assertSeenByTheSecondLook(int connection) throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(1);
    execute(HOLD);

    SliceResult result = drain(bench, connection, () -> execute(LIFT));

    assertThat(result.more()).isTrue();
    assertThat(result.stopped()).isEmpty();
    assertThat(
            bench.text("SELECT quiet_until FROM signalbox.relay_lease WHERE organization_id = ?"))
        .isEqualTo("null");
  }

  @Test
  void aRunningSliceStopsWhenItsWorkerSeesTheHold() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(100);
    DrainSliceComponent[] relay = new DrainSliceComponent[1];
    relay[0] = bench.relay(midway(() -> relay[0].holdFlag().see(true)));

    SliceResult result = bench.drain(relay[0], "run", 1, 1);

    assertThat(result.more()).isTrue();
    assertThat(result.delivered()).isBetween(25L, 60L);
    assertThat(bench.drain(relay[0], "run", 2, 1).delivered() + result.delivered()).isEqualTo(100);
  }

  /** Nobody tells this worker: it looks, because its slice goes on for long. */
  @Test
  void aRunningSliceStopsForTheHoldOfAnotherWorker() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(100);
    DrainSliceComponent[] relay = new DrainSliceComponent[1];
    relay[0] =
        bench.relay(
            midway(
                () -> {
                  execute(HOLD + ", probe_at = now() + interval '1 hour'");
                  awaitUnlessItTakesTooLong(relay[0].holdFlag()::isUp);
                }));
    try (SourceHold looking = relay[0].sourceHold()) {
      looking.start();

      SliceResult result = bench.drain(relay[0], "run", 1, 1);

      assertThat(result.more()).isTrue();
      assertThat(result.delivered()).isBetween(25L, 60L);
    }
  }

  /** The hold comes and goes while a batch is on its way: what it kept back must not be passed. */
  @Test
  void whatAShortHoldKeptBackGoesBeforeWhatIsBehindItInItsKey() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    UUID first = bench.append(null, "{\"n\":1}");
    UUID keptBack = bench.append("key", "{\"n\":2}");
    UUID behind = bench.append("key", "{\"n\":3}");
    AtomicReference<DrainSliceComponent> relay = new AtomicReference<>();
    FakeDestination holding =
        new FakeDestination(
            event -> {
              if (event.eventId().equals(first)) {
                relay.get().holdFlag().see(true);
              }
              return FakeDestination.accepted();
            });
    relay.set(
        DaggerDrainSliceComponent.factory()
            .create(
                dataSource,
                SchemaName.DEFAULT,
                holding,
                organizations -> {},
                step -> {
                  relay.get().holdFlag().see(false); // as it is when the batch is settled
                  step.run();
                },
                System::nanoTime,
                oneAtATime()));

    bench.drainAll(relay.get());

    assertThat(holding.storedIds()).containsExactly(first, keptBack, behind);
  }

  /** In pages of two. */
  private static StepSettings oneAtATime() {
    StepSettings usual = SliceBench.settings(Duration.ZERO, 2, 4 << 20, SliceBench.LATER);
    return new StepSettings(
        usual.lease(),
        new OrganizationSettings(UnknownOrganization.CREATE, 1),
        usual.drain(),
        usual.delivery(),
        usual.backoff(),
        usual.limits(),
        usual.watch(),
        usual.sweep());
  }

  /** Accepts everything; the 26th event waits for something first. */
  private static FakeDestination midway(Runnable something) {
    return new FakeDestination(
        event -> {
          if (event.payload().equals("{\"n\":25}")) {
            something.run();
          }
          return FakeDestination.accepted();
        });
  }

  private static void awaitUnlessItTakesTooLong(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void refusedCredentialsStopTheSliceSpendNoAttemptAndAreToldApart() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(30);
    FakeDestination refusing =
        new FakeDestination(event -> new DeliveryOutcome.Unauthorized("Svix answered 401"));

    SliceResult result = bench.drain(bench.relay(refusing), "run", 1, 1);

    assertThat(result.stopped()).isEqualTo("unauthorized");
    assertThat(result.nextDueMillis()).isPositive();
    assertThat(
            bench.number(
                "SELECT max(attempts) FROM signalbox.outbox_event WHERE organization_id = ?"))
        .isZero();
  }

  private SliceResult drain(SliceBench bench) throws Exception {
    return bench.drain(bench.relay(destination), "run-" + UUID.randomUUID(), 1, 1);
  }

  private SliceResult drain(SliceBench bench, int connection, Runnable meanwhile) throws Exception {
    int[] taken = {0};
    DataSource gated =
        new GatedDataSource(
            stock,
            () -> {
              if (++taken[0] == connection) {
                meanwhile.run();
              }
            });
    DrainSliceComponent relay =
        DaggerDrainSliceComponent.factory()
            .create(
                gated,
                SchemaName.DEFAULT,
                destination,
                organizations -> {},
                Runnable::run,
                System::nanoTime,
                SliceBench.settings(Duration.ZERO, 10, 4 << 20, SliceBench.LATER));
    return bench.drain(relay, "run", 1, 1);
  }

  private static void execute(String sql) {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
