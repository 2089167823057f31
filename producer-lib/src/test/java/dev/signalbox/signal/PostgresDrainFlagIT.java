package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.Source;
import dev.signalbox.migrations.Migrations;
import dev.signalbox.signal.DrainFlag.Reading;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(120)
class PostgresDrainFlagIT {

  private static final OrganizationId ORGANIZATION = new OrganizationId("acme");
  private static final Reading SUPPRESSED = new Reading.Suppressed();

  private static EmbeddedPostgres postgres;
  private static DataSource database;
  private static Reading needed;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = EmbeddedPostgres.start();
    database = postgres.getPostgresDatabase();
    new Migrations(database, "signalbox").migrate();
    needed = new Reading.Needed(text(database, "SELECT database_id FROM signalbox.installation"));
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void clear() throws SQLException {
    execute("DELETE FROM signalbox.relay_lease");
    execute("UPDATE signalbox.installation SET source = NULL");
  }

  @Test
  void withoutALeaseASignalIsNeeded() throws SQLException {
    assertThat(read(ORGANIZATION)).isEqualTo(needed);
  }

  @Test
  void aLeaseWithoutFlagsNeedsASignal() throws SQLException {
    lease("NULL", "NULL");
    assertThat(read(ORGANIZATION)).isEqualTo(needed);
  }

  @Test
  void aLiveSliceSuppressesTheSignalOfItsOrganizationAlone() throws SQLException {
    lease("now() + interval '20 s'", "NULL");
    assertThat(read(ORGANIZATION)).isEqualTo(SUPPRESSED);
    assertThat(read(new OrganizationId("other"))).isEqualTo(needed);
  }

  @Test
  void aSliceThatRanOutDoesNot() throws SQLException {
    lease("now() - interval '1 ms'", "now() - interval '1 ms'");
    assertThat(read(ORGANIZATION)).isEqualTo(needed);
  }

  @Test
  void aFlagFurtherAheadThanAnyStepDoesNotCount() throws SQLException {
    lease("now() + interval '61 s'", "NULL");
    assertThat(read(ORGANIZATION)).isEqualTo(needed);
    lease("'infinity'", "NULL");
    assertThat(read(ORGANIZATION)).isEqualTo(needed);
  }

  @Test
  void aQuietOrganizationNeedsNoSignalForAsLongAsItIsQuiet() throws SQLException {
    lease("NULL", "now() + interval '119 min'");
    assertThat(read(ORGANIZATION)).isEqualTo(SUPPRESSED);
    lease("NULL", "'infinity'");
    assertThat(read(ORGANIZATION)).isEqualTo(SUPPRESSED);
    lease("now() - interval '1 s'", "'infinity'");
    assertThat(read(ORGANIZATION)).isEqualTo(SUPPRESSED);
  }

  @Test
  void aQuietTimeThatOnlyAWrongClockCanHaveSetDoesNotCount() throws SQLException {
    lease("NULL", "now() + interval '121 min'");
    assertThat(read(ORGANIZATION)).isEqualTo(needed);
    lease("now() + interval '20 s'", "now() + interval '1 year'");
    assertThat(read(ORGANIZATION)).isEqualTo(SUPPRESSED);
  }

  @Test
  void aSchemaOfAnotherSourceIsRefusedByName() throws SQLException {
    execute("UPDATE signalbox.installation SET source = 'shop'");
    assertThat(read(ORGANIZATION)).isEqualTo(needed);
    execute("UPDATE signalbox.installation SET source = 'billing'");
    assertThat(read(ORGANIZATION))
        .isEqualTo(
            new Reading.WrongSource(
                "Schema \"signalbox\" belongs to source \"billing\"; this signaler signals for"
                    + " source \"shop\"."));
  }

  @Test
  void aServerInRecoverySuppressesNothing(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("data");
    Reading expected;
    try (EmbeddedPostgres primary = standalone(data)) {
      DataSource dataSource = primary.getPostgresDatabase();
      new Migrations(dataSource, "signalbox").migrate();
      execute(dataSource, INSERT_LEASE.formatted(ORGANIZATION, "NULL", "'infinity'"));
      assertThat(flag(dataSource).read(ORGANIZATION)).isEqualTo(SUPPRESSED);
      expected =
          new Reading.Needed(text(dataSource, "SELECT database_id FROM signalbox.installation"));
    }
    Files.createFile(data.resolve("standby.signal"));
    try (EmbeddedPostgres standby = standalone(data)) {
      assertThat(flag(standby.getPostgresDatabase()).read(ORGANIZATION)).isEqualTo(expected);
    }
  }

  private static EmbeddedPostgres standalone(Path data) throws IOException {
    return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start();
  }

  @Test
  void theConnectionIsGivenBackAsItWas() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.setNetworkTimeout(Runnable::run, 12_345);
      assertThat(flag(lending(connection)).read(ORGANIZATION)).isEqualTo(needed);
      assertThat(connection.getAutoCommit()).isFalse();
      assertThat(connection.getNetworkTimeout()).isEqualTo(12_345);
      assertThat(
              text(database, "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in%'"))
          .as("transactions left open")
          .isEqualTo("0");
    }
  }

  @Test
  void aLockedTableIsGivenUpInTime() throws SQLException {
    try (Connection locker = database.getConnection();
        Statement statement = locker.createStatement()) {
      locker.setAutoCommit(false);
      statement.execute("LOCK TABLE signalbox.relay_lease");
      assertThatExceptionOfType(SQLException.class).isThrownBy(() -> read(ORGANIZATION));
      locker.rollback();
    }
    assertThat(read(ORGANIZATION)).isEqualTo(needed);
  }

  @Test
  void aServerThatRefusesConnectionsCostsASignal() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (BoundedDrainFlag bounded = bounded(port)) {
      assertThat(bounded.read(ORGANIZATION)).isEqualTo(new Reading.Needed(""));
    }
  }

  @Test
  void aServerThatNeverAnswersCostsASignal() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        BoundedDrainFlag bounded = bounded(silent.getLocalPort())) {
      assertThat(bounded.read(ORGANIZATION)).isEqualTo(new Reading.Needed(""));
    }
  }

  /** A pool of one connection, which stays open. */
  private static DataSource lending(Connection connection) {
    Connection lent =
        proxy(
            Connection.class,
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(connection, arguments));
    return proxy(DataSource.class, (proxy, method, arguments) -> lent);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static BoundedDrainFlag bounded(int port) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres");
    return new BoundedDrainFlag(flag(dataSource), Duration.ofMillis(200), 1, System::nanoTime);
  }

  private static Reading read(OrganizationId organization) throws SQLException {
    return flag(database).read(organization);
  }

  private static PostgresDrainFlag flag(DataSource dataSource) {
    return new PostgresDrainFlag(
        dataSource,
        SignalerOptions.builder().source(new Source("shop")).build(),
        Duration.ofSeconds(1));
  }

  private static final String INSERT_LEASE =
      """
      INSERT INTO signalbox.relay_lease
        (organization_id, token, slice, attempt, finished, suspect, draining_until, quiet_until, run_id)
      VALUES ('%s', 1, 1, 1, false, false, %s, %s, 'run')
      """;

  private static void lease(String drainingUntil, String quietUntil) throws SQLException {
    execute("DELETE FROM signalbox.relay_lease");
    execute(INSERT_LEASE.formatted(ORGANIZATION, drainingUntil, quietUntil));
  }

  private static void execute(String sql) throws SQLException {
    execute(database, sql);
  }

  private static void execute(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
