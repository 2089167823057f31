package dev.signalbox.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.testkit.services.SignalboxExtension;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The worker as a process of its own, as an orchestrator starts and stops it. */
class WorkerProcessIT {

  private static final int LARGE_EVENTS = 64;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  @Test
  void whoIsAskedToStopStopsInOrderAndExitsWithZero() throws Exception {
    try (SvixEmulator svix = SvixEmulator.start()) {
      Process worker = start(environment(svix));
      try (BufferedReader log = worker.errorReader()) {
        assertThat(linesUntil(log, "Worker started")).isNotEmpty();

        worker.toHandle().destroy(); // SIGTERM; unlike the process itself it leaves the log open

        assertThat(linesUntil(log, "The worker has stopped.")).isNotEmpty();
        assertThat(worker.waitFor()).isZero();
      } finally {
        worker.destroyForcibly();
      }
    }
  }

  @Test
  void whoCannotStartSaysWhyInOneLineAndExitsWithOne() throws Exception {
    Map<String, String> environment =
        Map.of(
            "SIGNALBOX_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/nowhere",
            "SVIX_SERVER_URL", "http://127.0.0.1:1",
            "SVIX_TOKEN", "token");
    Process worker = start(environment);
    try (BufferedReader log = worker.errorReader()) {
      List<String> lines = log.lines().filter(line -> line.contains("DATABASE")).toList();

      assertThat(lines).singleElement().asString().contains("127.0.0.1:1");
      assertThat(worker.waitFor()).isOne();
    } finally {
      worker.destroyForcibly();
    }
  }

  /** A backlog of 64 events of a mebibyte each, of which a Java string takes two. */
  @Test
  void largeEventsAreRelayedInASmallHeap() throws Exception {
    try (SvixEmulator svix = SvixEmulator.start()) {
      appendLargeEvents();
      Map<String, String> environment = new HashMap<>(environment(svix));
      environment.put("SIGNALBOX_SWEEP_INTERVAL", "1s");
      Process worker = start(environment, "-Xmx160m");
      try {
        while (svix.ledger().messageCount() < LARGE_EVENTS && worker.isAlive()) {
          svix.ledger()
              .await(() -> svix.ledger().messageCount() == LARGE_EVENTS, Duration.ofSeconds(1));
        }
        assertThat(worker.isAlive()).isTrue();
        assertThat(svix.ledger().maxInFlight()).isGreaterThan(1);
      } finally {
        worker.destroyForcibly();
      }
    }
  }

  private static void appendLargeEvents() throws SQLException {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
              + " SELECT gen_random_uuid(), 'large', 'order.placed',"
              + " '{\"text\":\"' || repeat('x', 1040000) || '€\"}'"
              + " FROM generate_series(1, %d)".formatted(LARGE_EVENTS));
    }
  }

  private static Map<String, String> environment(SvixEmulator svix) {
    return Map.of(
        "SIGNALBOX_DATABASE_URL", SIGNALBOX.database().jdbcUrl(),
        "SIGNALBOX_DATABASE_USER", SIGNALBOX.database().user(),
        "SIGNALBOX_DATABASE_PASSWORD", SIGNALBOX.database().password(),
        "SIGNALBOX_SOURCE", SIGNALBOX.name(),
        "SIGNALBOX_HEALTH_PORT", "0",
        "TEMPORAL_ADDRESS", SIGNALBOX.services().temporal().address(),
        "TEMPORAL_NAMESPACE", SIGNALBOX.services().temporal().namespace(),
        "SVIX_SERVER_URL", svix.url(),
        "SVIX_TOKEN", svix.token());
  }

  private static Process start(Map<String, String> environment, String... options)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), RelayMain.class.getName(), "worker"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.matches("(SIGNALBOX|TEMPORAL|SVIX)_.*"));
    builder.environment().putAll(environment);
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** What it says up to that line; nothing when it ends without it. */
  private static List<String> linesUntil(BufferedReader log, String text) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      lines.add(line);
      if (line.contains(text)) {
        return lines;
      }
    }
    return List.of();
  }
}
