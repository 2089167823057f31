package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.organization.UnknownOrganization;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An organization that only an operator or the clock can set going again, and who wakes it then.
 */
class HoldIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final String PAUSE =
      "INSERT INTO signalbox.organization (organization_id, state, state_until)"
          + " VALUES (?, 'paused', ?::timestamptz)";
  private static final String RESUME =
      "UPDATE signalbox.organization SET state = 'active' WHERE organization_id = ?";
  private static final String DELETE =
      "DELETE FROM signalbox.organization WHERE organization_id = ?";
  private static final String QUIET =
      "SELECT quiet_until || ' ' || quiet_reason FROM signalbox.relay_lease"
          + " WHERE organization_id = ? AND finished AND draining_until IS NULL";

  /** A slice that holds takes a connection for each: take, rest, look again. */
  private static final int BEFORE_THE_REST = 2;

  private static final int BEFORE_THE_SECOND_LOOK = 3;

  private static GatedDataSource.Stock stock;
  private static DataSource dataSource;

  private final FakeDestination destination = new FakeDestination();

  /** Done before a slice takes its n-th connection. */
  private interface Meanwhile {
    void run() throws SQLException;
  }

  @BeforeAll
  static void connect() {
    stock = new GatedDataSource.Stock(SIGNALBOX.database().dataSource());
    dataSource = new GatedDataSource(stock, () -> {});
  }

  @Test
  void aPausedOrganizationIsQuietUntilItsRowChanges() throws Exception {
    SliceBench bench = paused(null);

    SliceResult result = drain(bench);

    assertThat(result.stopped()).isEqualTo("paused");
    assertThat(result.more()).isFalse();
    assertThat(result.nextDueMillis()).isEqualTo(SliceResult.NEVER);
    assertThat(result.lastError())
        .isEqualTo("The organization is paused by its row in the table organization.");
    assertThat(bench.text(QUIET)).isEqualTo("infinity paused");
    assertThat(destination.calls()).isZero();

    bench.update(RESUME, bench.organization.value());
    assertThat(bench.text(QUIET)).isEqualTo("null");
    assertThat(drain(bench).delivered()).isEqualTo(1);
  }

  @Test
  void aPauseEndsTheRunningSliceWithTheBatchAfterIt() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(100);
    AtomicInteger calls = new AtomicInteger();
    FakeDestination pausing =
        new FakeDestination(
            event -> {
              if (calls.incrementAndGet() == 1) {
                pause(bench);
              }
              return FakeDestination.accepted();
            });

    SliceResult result = bench.drain(bench.relay(pausing), "run", 1, 1);

    assertThat(result.stopped()).isEqualTo("paused");
    assertThat(calls.get()).isLessThanOrEqualTo(20);
    assertThat(bench.pending()).isEqualTo(100 - calls.get());
    assertThat(result.delivered()).isEqualTo(calls.get());
  }

  private static void pause(SliceBench bench) {
    try {
      bench.update(PAUSE, bench.organization.value(), null);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aPauseWithAnEndIsQuietUntilThenOrForAnHour() throws Exception {
    SliceBench bench = paused("2199-12-31T23:59:59.123456Z");

    assertThat(drain(bench).lastError()).endsWith(" until 2199-12-31T23:59:59.123456Z.");
    assertQuietForAnHour(bench, "paused");

    bench.update(
        "UPDATE signalbox.organization SET state_until = now() + interval '10 minutes'"
            + " WHERE organization_id = ?",
        bench.organization.value());
    assertThat(drain(bench).stopped()).isEqualTo("paused");
    assertThat(
            bench.text(
                "SELECT quiet_until = state_until FROM signalbox.relay_lease"
                    + " JOIN signalbox.organization USING (organization_id)"
                    + " WHERE organization_id = ?"))
        .isEqualTo("t");
  }

  @Test
  void aDisabledOrganizationIsQuietToo() throws Exception {
    SliceBench bench = paused(null);
    bench.update(
        "UPDATE signalbox.organization SET state = 'disabled' WHERE organization_id = ?",
        bench.organization.value());
    assertThat(drain(bench).stopped()).isEqualTo("paused");
    assertThat(bench.text(QUIET)).isEqualTo("infinity disabled");
  }

  @Test
  void aRowThatNamesNoApplicationHoldsAnIdThatIsNoUid() throws Exception {
    SliceBench bench = new SliceBench(dataSource, "no uid / " + UUID.randomUUID());
    bench.update(
        "INSERT INTO signalbox.organization (organization_id) VALUES (?)",
        bench.organization.value());
    assertThat(drain(bench).stopped()).isEqualTo("held");
    assertQuietForAnHour(bench, "no usable uid");
  }

  /** Another version or configuration of the worker may deliver them, and no row tells of that. */
  @Test
  void withoutARowTheSweepComesBackWithinAnHour() throws Exception {
    SliceBench unusable = new SliceBench(dataSource, "no uid / " + UUID.randomUUID());
    assertThat(drain(unusable).stopped()).isEqualTo("held");
    assertQuietForAnHour(unusable, "no usable uid");

    SliceBench unknown = new SliceBench(dataSource);
    StepSettings defaults = SliceBench.settings(Duration.ZERO, 10, 4 << 20, SliceBench.LATER);
    StepSettings holding =
        new StepSettings(
            defaults.lease(),
            new OrganizationSettings(UnknownOrganization.HOLD, 16),
            defaults.drain(),
            defaults.delivery(),
            defaults.backoff(),
            defaults.watch(),
            defaults.sweep());
    assertThat(unknown.drain(unknown.relay(destination, holding), "run", 1, 1).stopped())
        .isEqualTo("held");
    assertQuietForAnHour(unknown, "unknown organization");
  }

  @Test
  void aRowThatIsDeletedEndsTheQuiet() throws Exception {
    SliceBench bench = paused(null);
    drain(bench);
    bench.update(DELETE, bench.organization.value());
    assertThat(bench.text(QUIET)).isEqualTo("null");
  }

  @Test
  void aRowThatMovesToAnotherOrganizationEndsTheQuietOfBoth() throws Exception {
    SliceBench from = paused(null);
    drain(from);
    SliceBench to = new SliceBench(dataSource, "no uid / " + UUID.randomUUID());
    drain(to);
    from.update(
        "UPDATE signalbox.organization SET organization_id = ? WHERE organization_id = ?",
        to.organization.value(),
        from.organization.value());
    assertThat(from.text(QUIET)).isEqualTo("null");
    assertThat(to.text(QUIET)).isEqualTo("null");
  }

  @Test
  void aHoldThatEndsBeforeTheRestIsCommittedIsSeenByTheSecondLook() throws Exception {
    for (String change : new String[] {RESUME, DELETE}) {
      SliceBench bench = paused(null);
      SliceResult result =
          drain(bench, BEFORE_THE_REST, () -> bench.update(change, bench.organization.value()));
      assertSeenByTheSecondLook(bench, result);
    }
  }

  @Test
  void aPauseThatIsCutShortBeforeTheRestIsCommittedIsSeenToo() throws Exception {
    SliceBench bench = paused("2199-12-31T00:00:00Z");
    SliceResult result =
        drain(
            bench,
            BEFORE_THE_REST,
            () ->
                bench.update(
                    "UPDATE signalbox.organization SET state_until = '2199-01-01Z'"
                        + " WHERE organization_id = ?",
                    bench.organization.value()));
    assertSeenByTheSecondLook(bench, result);
  }

  /** The trigger came before the rest, the commit comes after the second look has begun. */
  @Test
  void theSecondLookWaitsForAChangeThatIsUnderWay() throws Exception {
    for (String change : new String[] {RESUME, DELETE}) {
      SliceBench bench = paused(null);
      try (Connection operator = SIGNALBOX.database().dataSource().getConnection();
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        operator.setAutoCommit(false);
        Future<SliceResult> slice =
            threads.submit(
                () -> drain(bench, BEFORE_THE_REST, () -> execute(operator, change, bench)));
        while (!slice.isDone() && !isWaiting()) {
          Thread.onSpinWait();
        }
        operator.commit();
        assertSeenByTheSecondLook(bench, slice.get());
      }
    }
  }

  @Test
  void aQuietThatATransactionWithAnOldSnapshotLeavesBehindIsFoundByTheSweep() throws Exception {
    SliceBench bench = paused(null);
    try (Connection operator = SIGNALBOX.database().dataSource().getConnection()) {
      operator.setAutoCommit(false);
      operator.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      operator.createStatement().execute("SELECT 1 FROM signalbox.organization");
      drain(bench); // the first slice of the organization, so the snapshot lacks its lease
      execute(operator, RESUME, bench);
      operator.commit();
    }
    assertThat(bench.text(QUIET)).isEqualTo("infinity paused");
    assertThat(swept()).contains(bench.organization);
  }

  private static List<OrganizationId> swept() throws SQLException {
    List<OrganizationId> woken = new ArrayList<>();
    var unused =
        DaggerDrainSliceComponent.factory()
            .create(
                dataSource,
                SchemaName.DEFAULT,
                new FakeDestination(),
                woken::addAll,
                Runnable::run,
                System::nanoTime,
                SliceBench.settings(Duration.ZERO, 10, 4 << 20, SliceBench.LATER))
            .sweep()
            .sweep();
    return woken;
  }

  @Test
  void anIdThatAnotherOrganizationsRowNamesAsItsApplicationIsHeld() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(1);
    bench.update(
        "INSERT INTO signalbox.organization (organization_id, svix_application) VALUES (?, ?)",
        "the first " + bench.organization,
        bench.organization.value());

    SliceResult result = drain(bench);

    assertThat(result.stopped()).isEqualTo("held");
    assertThat(result.lastError()).startsWith("Another organization's row names this id");
    assertQuietForAnHour(bench, "uid taken");
  }

  @Test
  void aHoldThatHasLostItsLeaseSaysMore() throws Exception {
    SliceBench bench = paused(null);
    SliceResult result =
        drain(
            bench,
            BEFORE_THE_REST,
            () ->
                bench.update(
                    "UPDATE signalbox.relay_lease SET token = token + 1, run_id = 'another'"
                        + " WHERE organization_id = ?",
                    bench.organization.value()));
    assertThat(result.more()).isTrue();
    assertThat(
            bench.text("SELECT quiet_until FROM signalbox.relay_lease WHERE organization_id = ?"))
        .isEqualTo("null");
  }

  @Test
  void aHoldThatEndsAfterTheRestEndsTheQuietByItself() throws Exception {
    SliceBench bench = paused(null);
    SliceResult result =
        drain(
            bench, BEFORE_THE_SECOND_LOOK, () -> bench.update(RESUME, bench.organization.value()));
    assertSeenByTheSecondLook(bench, result);
  }

  private static SliceBench paused(@Nullable String until) throws SQLException {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(1);
    bench.update(PAUSE, bench.organization.value(), until);
    return bench;
  }

  private SliceResult drain(SliceBench bench) throws Exception {
    return bench.drain(bench.relay(destination), "run-" + UUID.randomUUID(), 1, 1);
  }

  private SliceResult drain(SliceBench bench, int connection, Meanwhile meanwhile)
      throws Exception {
    int[] taken = {0};
    DataSource gated =
        new GatedDataSource(
            stock,
            () -> {
              if (++taken[0] == connection) {
                try {
                  meanwhile.run();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
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

  private static void assertSeenByTheSecondLook(SliceBench bench, SliceResult result)
      throws SQLException {
    assertThat(result.more()).isTrue();
    assertThat(result.stopped()).isEmpty();
    assertThat(bench.text(QUIET)).isEqualTo("null");
  }

  private static void assertQuietForAnHour(SliceBench bench, String reason) throws SQLException {
    assertThat(
            bench.text(
                "SELECT (quiet_until BETWEEN now() + interval '50 minutes'"
                    + " AND now() + interval '1 hour') || ' ' || quiet_reason"
                    + " FROM signalbox.relay_lease WHERE organization_id = ?"))
        .isEqualTo("true " + reason);
  }

  private static void execute(Connection operator, String sql, SliceBench bench)
      throws SQLException {
    try (PreparedStatement statement = operator.prepareStatement(sql)) {
      statement.setString(1, bench.organization.value());
      statement.executeUpdate();
    }
  }

  private static boolean isWaiting() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
                    + " WHERE NOT granted AND datname = current_database()")) {
      return statement.executeQuery().next();
    }
  }
}
