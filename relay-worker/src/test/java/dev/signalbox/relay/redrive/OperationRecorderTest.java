package dev.signalbox.relay.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowFailedException;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes the histories that {@link OperationReplayTest} replays, with {@code
 * -Dtest=OperationRecorderTest -Dsignalbox.recordHistories=true}; only for versions that were never
 * released.
 */
@EnabledIfSystemProperty(named = "signalbox.recordHistories", matches = "true")
class OperationRecorderTest {

  @ParameterizedTest
  @EnumSource
  void record(RecordedOperation operation) throws IOException {
    ScriptedLetters letters = new ScriptedLetters();
    operation.script(letters);
    try (OperationServer server = OperationServer.running(letters)) {
      operation.run(server);
      awaitAnyEnd(server);
      WorkflowExecutionHistory history = server.history();
      assertThat(history.getEvents()).isNotEmpty();
      Files.createDirectories(operation.file().toAbsolutePath().getParent());
      Files.writeString(operation.file(), history.toJson(true) + "\n");
    }
  }

  private static void awaitAnyEnd(OperationServer server) {
    try {
      server.awaitEnd();
    } catch (WorkflowFailedException e) {
      System.out.println("The operation ended with " + e.getCause());
    }
  }
}
