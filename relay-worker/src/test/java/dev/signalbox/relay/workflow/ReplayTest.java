package dev.signalbox.relay.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.contract.OrganizationRelay;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.RelayInput;
import dev.signalbox.contract.RelayProgress;
import dev.signalbox.contract.RelayStatus;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that were recorded go on as they are under the workflow of today. */
class ReplayTest {

  /** All that may stand in a history: ids, counts, times, and short texts of our own. */
  private static final Set<String> KNOWN_FIELDS =
      Set.of(
          "source",
          "organizationId",
          "databaseId",
          "progress", // RelayInput
          "slices",
          "delivered",
          "duplicates",
          "retried",
          "dead",
          "failures", // RelayProgress
          "slice",
          "warm",
          "setbacks", // SliceRequest
          "more",
          "nextDueMillis",
          "stopped",
          "lastError",
          "weight", // SliceResult
          "pause", // RelayInput
          "state",
          "untilMillis"); // RelayPause

  @ParameterizedTest
  @EnumSource
  void aRecordedRunReplays(RecordedRun run) throws Exception {
    replay(run, RelayWorkflows::register);
  }

  @ParameterizedTest
  @EnumSource
  void aChangedWorkflowIsFound(RecordedRun run) {
    assertThatThrownBy(() -> replay(run, ReplayTest::registerChanged))
        .hasStackTraceContaining("TMPRL1100");
  }

  @ParameterizedTest
  @EnumSource
  void aHistoryHoldsIdsCountsAndTimesOnly(RecordedRun run) throws IOException {
    JsonNode history = new ObjectMapper().readTree(run.history().toJson(false));
    Set<String> fields = new TreeSet<>();
    for (JsonNode data : history.findValues("data")) {
      JsonNode argument = new ObjectMapper().readTree(Base64.getDecoder().decode(data.asText()));
      fields.addAll(names(argument));
    }
    assertThat(fields).isNotEmpty().isSubsetOf(KNOWN_FIELDS);
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    node.forEach(child -> names.addAll(names(child)));
    return names;
  }

  private static void replay(RecordedRun run, Consumer<Worker> registration) throws Exception {
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance()) {
      Worker worker = environment.newWorker(RelayContract.DEFAULT_TASK_QUEUE);
      registration.accept(worker);
      WorkflowReplayer.replayWorkflowExecution(run.history(), worker);
    }
  }

  /** With the options of the real one: failing runs by any exception must not hide the change. */
  private static void registerChanged(Worker worker) {
    worker.registerWorkflowImplementationFactory(
        OrganizationRelay.class,
        ChangedRelay::new,
        WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(Throwable.class)
            .build());
  }

  /** The real one, but for a timer beside its first command. */
  private static final class ChangedRelay implements OrganizationRelay {
    private final OrganizationRelay real = new OrganizationRelayImpl();

    @Override
    public void run(RelayInput input) {
      var unused = Workflow.newTimer(Duration.ofMillis(1));
      real.run(input);
    }

    @Override
    public void wake() {
      real.wake();
    }

    @Override
    public RelayStatus status() {
      return new RelayStatus("changed", RelayProgress.NONE, "", "");
    }
  }
}
