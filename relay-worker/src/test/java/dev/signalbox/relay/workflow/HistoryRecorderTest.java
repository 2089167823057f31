package dev.signalbox.relay.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes the histories that {@link ReplayTest} replays: {@code mvn -pl relay-worker -am test
 * -Dtest=HistoryRecorderTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dsignalbox.recordHistories=true}.
 *
 * <p>Only a history of a version that was never released may be written anew. A change of the
 * workflow that breaks the replay of a released one needs {@code Workflow.getVersion}, and new
 * histories beside the old ones.
 */
@EnabledIfSystemProperty(named = "signalbox.recordHistories", matches = "true")
class HistoryRecorderTest {

  @ParameterizedTest
  @EnumSource
  void record(RecordedRun run) throws IOException {
    ScriptedSlices slices = new ScriptedSlices();
    run.script(slices);
    try (RelayServer server = RelayServer.running(slices)) {
      run.run(server);
      WorkflowExecutionHistory history = server.history();
      assertThat(history.getEvents()).isNotEmpty();
      Files.createDirectories(run.file().toAbsolutePath().getParent());
      Files.writeString(run.file(), history.toJson(true) + "\n");
    }
  }
}
