package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.migrations.Migrations;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL in a container whose outbox lies on a file system of a few megabytes. */
class DiskFullIT {

  private static final String IMAGE = "postgres:18";
  private static final String PASSWORD = UUID.randomUUID().toString();
  private static final String FILLER = "/small/filler"; // whose end is the space that comes back
  private static final String DISK_FULL = "53100";

  private static String container = "";
  private static final PGSimpleDataSource DATA_SOURCE = new PGSimpleDataSource();

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        !"embedded".equals(System.getenv("SIGNALBOX_TEST_SERVICES")),
        "A file system of its own needs a container, and SIGNALBOX_TEST_SERVICES forbids them.");
    assumeTrue(succeeds("docker", "image", "inspect", IMAGE), "No Docker engine with " + IMAGE);
    container =
        output(
            "docker",
            "run",
            "--rm",
            "--detach",
            "--publish",
            "127.0.0.1::5432",
            "--env",
            "POSTGRES_PASSWORD=" + PASSWORD,
            "--tmpfs",
            "/small:size=24m,mode=0777",
            IMAGE);
    String address = output("docker", "port", container, "5432/tcp").lines().findFirst().orElse("");
    DATA_SOURCE.setURL("jdbc:postgresql://" + address + "/postgres?user=postgres");
    DATA_SOURCE.setPassword(PASSWORD);
    awaitStart();
    run("docker", "exec", container, "install", "-d", "-o", "postgres", "/small/space");
    run("docker", "exec", container, "dd", "if=/dev/zero", "of=" + FILLER, "bs=1M", "count=8");
    execute("CREATE TABLESPACE small LOCATION '/small/space'");
    new Migrations(DATA_SOURCE, "signalbox").migrate();
    execute("ALTER TABLE signalbox.outbox_event SET TABLESPACE small");
  }

  @AfterAll
  static void stop() throws Exception {
    if (!container.isEmpty()) {
      run("docker", "rm", "--force", container);
    }
  }

  @Test
  void anAppendThatFindsNoSpaceFailsItsTransactionAloneAndTheRestGoesOn() throws Exception {
    SliceBench bench = new SliceBench(DATA_SOURCE);
    List<UUID> committed = new ArrayList<>();
    SQLException failure = null;
    while (failure == null) {
      failure = append(bench, committed);
    }

    assertThat(failure.getSQLState()).isEqualTo(DISK_FULL);
    assertThat((Throwable) failure).hasMessageNotContaining("text");
    assertThat(committed).isNotEmpty();
    assertThat(bench.pending()).isEqualTo(committed.size());

    FakeDestination destination = new FakeDestination();
    bench.drainAll(bench.relay(destination));
    run("docker", "exec", container, "rm", FILLER);
    execute("VACUUM (TRUNCATE) signalbox.outbox_event");

    assertThat(destination.storedIds()).containsExactlyInAnyOrderElementsOf(committed);
    assertThat(bench.pending()).isZero();
    assertThat((Throwable) append(bench, committed)).isNull();
    bench.drainAll(bench.relay(destination));
    assertThat(destination.storedIds()).containsExactlyInAnyOrderElementsOf(committed);
  }

  /** Three of a quarter of a megabyte in one transaction, which compress to nothing less. */
  private static @Nullable SQLException append(SliceBench bench, List<UUID> committed)
      throws SQLException {
    try (Connection connection = DATA_SOURCE.getConnection()) {
      connection.setAutoCommit(false);
      List<OutboxEvent> events =
          Stream.generate(() -> OutboxEvent.of(bench.organization, "disk.filled", incompressible()))
              .limit(3)
              .toList();
      try {
        List<UUID> ids =
            new Outbox()
                .appendBatch(connection, events).stream()
                    .map(id -> UUID.fromString(id.toString()))
                    .toList();
        connection.commit();
        committed.addAll(ids);
        return null;
      } catch (SQLException e) {
        connection.rollback();
        return e;
      }
    }
  }

  private static String incompressible() {
    StringBuilder text = new StringBuilder();
    while (text.length() < 1 << 18) {
      text.append(UUID.randomUUID());
    }
    return "{\"text\":\"%s\"}".formatted(text);
  }

  private static void awaitStart() throws Exception {
    boolean answers = false;
    while (!answers) {
      assertThat(succeeds("docker", "inspect", container)).as("container runs").isTrue();
      try (Connection connection = DATA_SOURCE.getConnection()) {
        // the first start listens on a socket inside of the container alone
        answers = connection.isValid(10);
      } catch (SQLException e) {
        answers = false;
      }
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DATA_SOURCE.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) { // no such program
      return false;
    }
  }

  private static void run(String... command) throws Exception {
    var unused = output(command);
  }

  private static String output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as("%s: %s", String.join(" ", command), errors.toLowerCase(Locale.ROOT))
        .isZero();
    return output.strip();
  }
}
