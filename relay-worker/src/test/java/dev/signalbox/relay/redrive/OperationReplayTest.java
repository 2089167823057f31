package dev.signalbox.relay.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations that were recorded go on as they are under the workflow of today. */
class OperationReplayTest {

  /** All that may stand in a history: ids, counts, times, and short texts of operators. */
  private static final Set<String> KNOWN_FIELDS =
      Set.of(
          "source",
          "databaseId",
          "operationId",
          "kind",
          "selection",
          "actor",
          "reason",
          "selected",
          "perSecond",
          "course", // OperationInput
          "organizationId",
          "eventType",
          "errorClass",
          "since",
          "until",
          "letterIds", // LetterSelection
          "end",
          "letterId",
          "affected", // OperationCourse, BeginResult
          "after",
          "limit", // MoveRequest
          "moved",
          "lastLetterId",
          "finished", // MoveResult
          "state"); // EndRequest, OperationProgress

  @ParameterizedTest
  @EnumSource
  void aRecordedOperationReplays(RecordedOperation operation) throws Exception {
    replay(operation, OperationServer::register);
  }

  @ParameterizedTest
  @EnumSource
  void aChangedWorkflowIsFound(RecordedOperation operation) {
    assertThatThrownBy(() -> replay(operation, OperationReplayTest::registerChanged))
        .hasStackTraceContaining("TMPRL1100");
  }

  @ParameterizedTest
  @EnumSource
  void aHistoryHoldsIdsCountsAndTimesOnly(RecordedOperation operation) throws IOException {
    JsonNode history = new ObjectMapper().readTree(operation.history().toJson(false));
    Set<String> fields = new TreeSet<>();
    for (JsonNode data : history.findValues("data")) {
      JsonNode argument = new ObjectMapper().readTree(Base64.getDecoder().decode(data.asText()));
      addNames(argument, fields);
    }
    assertThat(fields).isNotEmpty().isSubsetOf(KNOWN_FIELDS);
  }

  private static void addNames(JsonNode node, Set<String> names) {
    node.fieldNames().forEachRemaining(names::add);
    node.forEach(child -> addNames(child, names));
  }

  private static void replay(RecordedOperation operation, Consumer<Worker> registration)
      throws Exception {
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance()) {
      Worker worker = environment.newWorker(OperationServer.TASK_QUEUE);
      registration.accept(worker);
      WorkflowReplayer.replayWorkflowExecution(operation.history(), worker);
    }
  }

  private static void registerChanged(Worker worker) {
    worker.registerWorkflowImplementationFactory(
        DeadLetterOperation.class,
        ChangedOperation::new,
        WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(Throwable.class)
            .build());
  }

  /** The real one, but for a timer before its first step. */
  private static final class ChangedOperation implements DeadLetterOperation {
    private final DeadLetterOperation real = new DeadLetterOperationImpl();

    @Override
    public OperationProgress run(OperationInput input) {
      Workflow.newTimer(Duration.ofMillis(1)).get();
      return real.run(input);
    }

    @Override
    public OperationProgress progress() {
      return real.progress();
    }
  }
}
