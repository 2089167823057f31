package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.migrations.Migrations;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.lease.Leases;
import dev.signalbox.testkit.services.CrashingPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commit of a take waits for no disk, so a PostgreSQL that crashes may forget the take. */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // where no take is forgotten its tests do not end
class ForgottenTakeIT {

  private static CrashingPostgres postgres;

  private final FakeDestination next = new FakeDestination();
  private SliceBench bench;

  /** What no commit waits for is written up to ten seconds later, so most crashes forget it. */
  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    postgres = CrashingPostgres.start(directory.resolve("data"));
    new Migrations(postgres.dataSource(), "signalbox").migrate();
    try (Connection connection = postgres.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET wal_writer_delay = '10s'");
    }
    postgres.restart();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void begin() {
    bench = new SliceBench(postgres.dataSource());
  }

  @Test
  void theCommitOfATakeWaitsForNoDiskAndThatOfAClearDoes() throws Exception {
    try (Connection connection = postgres.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      Leases leases = leasesOn(connection);

      Lease lease = take(leases);

      assertThat(synchronousCommit(connection)).isEqualTo("off");
      connection.commit();
      assertThat(leases.clear(lease)).isTrue();
      assertThat(synchronousCommit(connection)).isEqualTo("on");
    }
  }

  @Test
  void aConnectionThatIsUsedAgainKeepsNothingOfIt() throws Exception {
    try (Connection connection = postgres.dataSource().getConnection()) {
      Lease unused = take(leasesOn(connection));

      assertThat(synchronousCommit(connection)).isEqualTo("on");
    }
  }

  @Test
  void whoseTakeIsForgottenHasLostTheLeaseAndSaysMore() throws Exception {
    boolean forgotten = false;
    while (!forgotten) {
      begin();
      List<UUID> events = bench.append(1);
      AtomicReference<String> token = new AtomicReference<>("");
      FakeDestination destination = crashingOnce(() -> token.getAndSet(token()));

      SliceResult first = bench.drain(bench.relay(destination), "run", 1, 1);

      forgotten = token.get().equals("none");
      assertThat(first.more()).isEqualTo(forgotten);
      assertThat(bench.pending()).isEqualTo(forgotten ? 1 : 0);
      bench.drainAll(bench.relay(destination));
      assertDeliveredOnce(events, destination);
    }
  }

  /** The next holder has the same number then. */
  @Test
  void whoseTakeIsForgottenSettlesNothingAfterTheNextHolder() throws Exception {
    List<UUID> events = bench.append(1);
    FakeDestination destination = crashingOnce(() -> bench.drain(bench.relay(next), "run", 1, 2));

    SliceResult first = bench.drain(bench.relay(destination), "run", 1, 1);

    assertThat(first.more()).isTrue();
    assertDeliveredOnce(events, next);
    assertDeliveredOnce(events, destination);
  }

  private void assertDeliveredOnce(List<UUID> events, FakeDestination destination)
      throws SQLException {
    assertThat(destination.storedIds()).isEqualTo(events);
    assertThat(bench.pending()).isZero();
    assertThat(bench.logged()).isEqualTo(events.size());
  }

  /** PostgreSQL crashes and starts again while the first event is on its way. */
  private static FakeDestination crashingOnce(Callable<?> afterwards) {
    AtomicBoolean crashed = new AtomicBoolean();
    return new FakeDestination(
        event -> {
          if (crashed.compareAndSet(false, true)) {
            crash(afterwards);
          }
          return FakeDestination.accepted();
        });
  }

  private static void crash(Callable<?> afterwards) {
    postgres.crash();
    postgres.restart();
    try {
      Object unused = afterwards.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String token() throws SQLException {
    return bench.text("SELECT token FROM signalbox.relay_lease WHERE organization_id = ?");
  }

  private Lease take(Leases leases) throws SQLException {
    return leases.take(bench.organization, new Holder("run", 1, 1)).orElseThrow().lease();
  }

  private static Leases leasesOn(Connection connection) {
    return new SliceBench(new OneConnection(connection)).relay(new FakeDestination()).leases();
  }

  private static String synchronousCommit(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW synchronous_commit")) {
      row.next();
      return row.getString(1);
    }
  }
}
