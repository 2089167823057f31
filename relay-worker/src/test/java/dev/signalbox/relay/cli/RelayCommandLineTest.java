package dev.signalbox.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.outbox.OutboxEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayCommandLineTest {

  private final CommandRun command = new CommandRun();

  @ParameterizedTest
  @ValueSource(strings = {"", "--help", "-h", "--verbose"})
  void withoutACommandItHelps(String argument) {
    int code = argument.isEmpty() ? command.run(Map.of(), "") : command.run(Map.of(), "", argument);

    assertThat(code).isZero();
    assertThat(command.out.toString())
        .contains("worker", "migrate", "send", "version", "Exit codes");
    assertThat(command.error.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wrok",
        "send",
        "send --org o",
        "send --type t",
        "send --batch --org o --type t",
        "send --org",
        "migrate --sql",
        "worker now"
      })
  void wrongUseIsTwoAndOneLine(String arguments) {
    assertThat(command.run(CommandRun.PRODUCER, "{}", arguments.split(" "))).isEqualTo(2);
    assertThat(command.error.toString().lines()).hasSize(1);
    assertThat(command.error.toString()).startsWith("signalbox").contains("--help)");
    assertThat(command.out.toString()).isEmpty();
    assertThat(command.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker", "migrate", "send --org o --type t"})
  void aMissingSettingIsTwoAndNamed(String arguments) {
    assertThat(command.run(Map.of(), "{}", arguments.split(" "))).isEqualTo(2);
    assertThat(command.error.toString().lines()).hasSize(1);
    assertThat(command.error.toString()).contains("SIGNALBOX_DATABASE_URL is not set.");
  }

  @Test
  void versionsAreNamed() {
    assertThat(command.run(Map.of(), "", "version")).isZero();
    assertThat(command.out.toString())
        .matches("(?s)signalbox \\d.*java " + Runtime.version().feature() + ".*");
  }

  @Test
  void sqlIsPrintedWithoutADatabase() {
    assertThat(command.run(Map.of("SIGNALBOX_SCHEMA", "shop"), "", "migrate", "--print-sql"))
        .isZero();
    assertThat(command.out.toString()).startsWith("CREATE SCHEMA IF NOT EXISTS shop;");
  }

  @Test
  void oneEventTakesItsPayloadAsItIs() {
    int code =
        command.run(
            CommandRun.PRODUCER,
            "{ \"é\": 1 }\n",
            "send",
            "--org",
            "o",
            "--type",
            "t",
            "--key",
            "k",
            "--channel",
            "c",
            "--channel",
            "d");

    assertThat(code).isZero();
    assertThat(command.sent)
        .singleElement()
        .returns("o", OutboxEvent::organization)
        .returns("t", OutboxEvent::type)
        .returns("{ \"é\": 1 }\n", OutboxEvent::payload)
        .returns(Optional.of("k"), OutboxEvent::orderingKey)
        .returns(List.of("c", "d"), OutboxEvent::channels);
    assertThat(command.out.toString())
        .isEqualToIgnoringNewLines("00000000-0000-0000-0000-000000000000");
  }

  @Test
  void aBatchPrintsOneIdALine(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("batch"),
            """
            {"organization":"a","type":"t","payload":{}}
            {"organization":"b","type":"t","payload":{}}
            """);

    assertThat(command.run(CommandRun.PRODUCER, "", "send", "--batch", "--file", file.toString()))
        .isZero();
    assertThat(command.sent).extracting(OutboxEvent::organization).containsExactly("a", "b");
    assertThat(command.out.toString().lines()).hasSize(2).last().asString().endsWith("1");
  }

  @Test
  void anUnreadableFileIsOneAndNamed() {
    assertThat(command.run(CommandRun.PRODUCER, "", "send", "--batch", "--file", "/nowhere/at/all"))
        .isEqualTo(1);
    assertThat(command.error.toString())
        .isEqualToIgnoringNewLines(
            "signalbox send: --file /nowhere/at/all cannot be read (NoSuchFileException).");
  }

  @Test
  void aFailureIsOneLineWithoutATrace() {
    command.sender =
        (settings, events) -> {
          throw new SQLException("Connection refused.\nDetail");
        };

    assertThat(command.run(CommandRun.PRODUCER, "{}", "send", "--org", "o", "--type", "t"))
        .isEqualTo(1);
    assertThat(command.error.toString())
        .isEqualToIgnoringNewLines(
            "signalbox send: SIGNALBOX_DATABASE_URL (jdbc:postgresql://db/app): Connection"
                + " refused.");
  }

  @Test
  void verboseAddsTheTrace() {
    command.sender =
        (settings, events) -> {
          throw new IllegalStateException("broken");
        };

    assertThat(
            command.run(
                CommandRun.PRODUCER, "{}", "send", "--org", "o", "--type", "t", "--verbose"))
        .isEqualTo(1);
    assertThat(command.error.toString())
        .startsWith("signalbox send: broken")
        .contains("java.lang.IllegalStateException: broken");
  }

  @Test
  void aWorkerThatStopsByItselfFailed() {
    FakeRelay relay = new FakeRelay();
    relay.close();
    command.starter = settings -> relay;

    assertThat(command.run(FakeRelay.ENVIRONMENT, "", "worker")).isEqualTo(1);
    assertThat(command.error.toString())
        .isEqualToIgnoringNewLines(
            "signalbox worker: The worker stopped by itself; its log says why.");
  }
}
