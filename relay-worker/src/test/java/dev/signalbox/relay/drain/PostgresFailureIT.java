package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What PostgreSQL does on bad days: it refuses to serialise, or goes away with its answer. */
class PostgresFailureIT {

  private static final String RETRY_FAILED = "40001";
  private static final String CONNECTION_CLASS = "08";

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private SliceBench bench;

  @BeforeEach
  void begin() {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
  }

  /** A pool that sets READ COMMITTED, as the worker's does, never comes to this. */
  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void aSettlementThatCannotBeSerialisedIsASliceThatIsTriedAgain(String isolation)
      throws Exception {
    bench.append(1);
    bench.drainAll(bench.relay(new FakeDestination())); // makes the lease's row
    List<UUID> ids = bench.append(3);
    SliceBench stricter =
        new SliceBench(
            withOptions("-c default_transaction_isolation=" + isolation.replace(" ", "\\ ")),
            bench.organization.value());
    try (var executor = Executors.newVirtualThreadPerTaskExecutor();
        Connection other = SIGNALBOX.database().dataSource().getConnection()) {
      HeldLease held = new HeldLease(other);
      FakeDestination first =
          new FakeDestination(
              event -> {
                held.take(bench);
                return FakeDestination.accepted();
              });
      Future<SliceResult> slice =
          executor.submit(() -> stricter.drain(stricter.relay(first), "run", 1, 1));
      held.awaitWaiter();
      other.commit();

      ExecutionException failure = catchThrowableOfType(ExecutionException.class, slice::get);

      assertThat(failure.getCause())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(RETRY_FAILED));
    }
    assertThat(bench.pending()).isEqualTo(3);
    assertThat(isFinished()).isEqualTo("t");

    FakeDestination second = new FakeDestination();
    stricter.drain(stricter.relay(second), "run", 1, 2);

    assertThat(second.storedIds()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(bench.pending()).isZero();
    assertThat(bench.logged()).isEqualTo(4);
  }

  @Test
  void aCommitWhoseAnswerIsLostMayHaveBeenOneAndTheOwnIdMakesTheSecondHarmless() throws Exception {
    OutboxEvent event =
        OutboxEvent.of(bench.organization, "bench.made", "{}").withId(EventId.mint());
    try (CuttingProxy proxy = proxy()) {
      try (Connection connection = through(proxy).getConnection()) {
        connection.setAutoCommit(false);
        var unused = new Outbox().append(connection, event);
        proxy.swallowAnswerTo("COMMIT");

        SQLException failure = catchThrowableOfType(SQLException.class, connection::commit);

        assertThat(failure.getSQLState()).startsWith(CONNECTION_CLASS);
      }
      assertThat(proxy.hasCut()).isTrue();
    }
    assertThat(bench.pending()).isEqualTo(1);

    try (Connection connection = SIGNALBOX.database().dataSource().getConnection()) {
      connection.setAutoCommit(false);
      var unused = new Outbox().append(connection, event);
      connection.commit();
    }
    FakeDestination destination = new FakeDestination();
    bench.drainAll(bench.relay(destination));

    assertThat(destination.calls()).isEqualTo(2);
    assertThat(destination.storedIds())
        .containsExactly(UUID.fromString(event.id().orElseThrow().toString()));
    assertThat(bench.pending()).isZero();
  }

  /** With nothing but accepted events it is one statement, else a transaction. */
  @ParameterizedTest
  @ValueSource(strings = {"WITH mine AS", "COMMIT"})
  void aSettlementWhoseAnswerIsLostIsNotDoneAgain(String lost) throws Exception {
    List<UUID> ids = bench.append(3);
    boolean rejects = lost.equals("COMMIT");
    FakeDestination destination =
        new FakeDestination(
            event ->
                rejects && event.eventId().equals(ids.get(0))
                    ? new DeliveryOutcome.Rejected(400, "refused", "")
                    : FakeDestination.accepted());
    int rejected = rejects ? 1 : 0;
    try (CuttingProxy proxy = proxy()) {
      SliceBench cut = new SliceBench(through(proxy), bench.organization.value());
      proxy.swallowAnswerTo(lost);

      SQLException failure =
          catchThrowableOfType(
              SQLException.class, () -> cut.drain(cut.relay(destination), "run", 1, 1));

      assertThat(failure.getSQLState()).startsWith(CONNECTION_CLASS);
      assertThat(proxy.hasCut()).isTrue();
    }

    SliceResult second = bench.drain(bench.relay(destination), "run", 1, 2);

    assertThat(second.delivered()).isZero();
    assertThat(destination.calls()).isEqualTo(3);
    assertThat(bench.pending()).isZero();
    assertThat(bench.logged()).isEqualTo(3L - rejected);
    assertThat(bench.number("SELECT count(*) FROM signalbox.dead_letter WHERE organization_id = ?"))
        .isEqualTo(rejected);
  }

  /** A slice that has not been killed: the next one need not be careful. */
  private String isFinished() throws SQLException {
    return bench.text("SELECT finished FROM signalbox.relay_lease WHERE organization_id = ?");
  }

  private static PGSimpleDataSource withOptions(String options) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(SIGNALBOX.database().jdbcUrl());
    dataSource.setUser(SIGNALBOX.database().user());
    dataSource.setPassword(SIGNALBOX.database().password());
    dataSource.setOptions(options);
    return dataSource;
  }

  private static CuttingProxy proxy() throws Exception {
    PGSimpleDataSource server = withOptions("");
    return new CuttingProxy(server.getServerNames()[0], server.getPortNumbers()[0]);
  }

  private static PGSimpleDataSource through(CuttingProxy proxy) {
    PGSimpleDataSource dataSource = withOptions("");
    dataSource.setServerNames(new String[] {"127.0.0.1"});
    dataSource.setPortNumbers(new int[] {proxy.port()});
    dataSource.setSslmode("disable");
    return dataSource;
  }

  /** Somebody's open transaction that has changed the lease's row to what it was. */
  private static final class HeldLease {
    private final Connection connection;
    private boolean taken;

    HeldLease(Connection connection) throws SQLException {
      this.connection = connection;
      connection.setAutoCommit(false);
    }

    synchronized void take(SliceBench bench) {
      if (taken) {
        return;
      }
      taken = true;
      try (PreparedStatement update =
          connection.prepareStatement(
              "UPDATE signalbox.relay_lease SET token = token WHERE organization_id = ?")) {
        update.setString(1, bench.organization.value());
        update.executeUpdate();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    void awaitWaiter() throws SQLException {
      boolean waits = false;
      while (!waits) {
        try (Connection looking = SIGNALBOX.database().dataSource().getConnection();
            PreparedStatement look =
                looking.prepareStatement(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock')");
            ResultSet row = look.executeQuery()) {
          row.next();
          waits = row.getBoolean(1);
        }
      }
    }
  }
}
