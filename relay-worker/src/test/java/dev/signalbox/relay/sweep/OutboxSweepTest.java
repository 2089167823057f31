package dev.signalbox.relay.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowHistoryLoader;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The workflow that the schedule starts; its server has no schedules. */
class OutboxSweepTest {

  private static final String HISTORY = "histories/sweep.json";
  private static final SweepRequest REQUEST = new SweepRequest("default", "database");

  /** Counts: nothing else may stand in the history. */
  private static final Set<String> KNOWN_FIELDS =
      Set.of("source", "databaseId", "woken", "overdue");

  @Test
  void aRunIsOneActivity() {
    try (TestWorkflowEnvironment server = running(request -> new Swept(3, 1))) {
      assertThat(sweep(server)).isEqualTo(new Swept(3, 1));
    }
  }

  @Test
  void aSweepThatFailsIsTriedOnceMoreAndThenLeftToTheNextFiring() {
    AtomicInteger attempts = new AtomicInteger();
    SweepActivity failing =
        request -> {
          attempts.incrementAndGet();
          throw ApplicationFailure.newFailure("The database answered SQLSTATE 57P01.", "Database");
        };
    try (TestWorkflowEnvironment server = running(failing)) {
      assertThatThrownBy(() -> sweep(server)).isInstanceOf(WorkflowFailedException.class);
      assertThat(attempts).hasValue(2);
    }
  }

  @Test
  void theRecordedRunReplays() throws Exception {
    replay(OutboxSweepImpl::new);
  }

  @Test
  void aChangedWorkflowIsFound() {
    assertThatThrownBy(() -> replay(ChangedSweep::new)).hasStackTraceContaining("TMPRL1100");
  }

  @Test
  void theHistoryHoldsCountsAndNoOrganization() throws Exception {
    JsonNode history = new ObjectMapper().readTree(history().toJson(false));
    Set<String> fields = new TreeSet<>();
    for (JsonNode data : history.findValues("data")) {
      new ObjectMapper()
          .readTree(Base64.getDecoder().decode(data.asText()))
          .fieldNames()
          .forEachRemaining(fields::add);
    }
    assertThat(fields).isEqualTo(new TreeSet<>(KNOWN_FIELDS));
  }

  /** As {@code HistoryRecorderTest} does for the workflow of an organization. */
  @Test
  @EnabledIfSystemProperty(named = "signalbox.recordHistories", matches = "true")
  void record() throws Exception {
    try (TestWorkflowEnvironment server = running(request -> new Swept(3, 1))) {
      var unused = sweep(server);
      WorkflowExecutionHistory history = server.getWorkflowClient().fetchHistory("sweep");
      Files.writeString(
          Path.of("src", "test", "resources").resolve(HISTORY), history.toJson(true) + "\n");
    }
  }

  private static Swept sweep(TestWorkflowEnvironment server) {
    return server
        .getWorkflowClient()
        .newWorkflowStub(
            OutboxSweep.class,
            WorkflowOptions.newBuilder().setWorkflowId("sweep").setTaskQueue("queue").build())
        .sweep(REQUEST);
  }

  private static TestWorkflowEnvironment running(SweepActivity activity) {
    TestWorkflowEnvironment server =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder().setIdentity("test").build())
                .build());
    Sweeps.register(server.newWorker("queue"), activity);
    server.start();
    return server;
  }

  private static WorkflowExecutionHistory history() throws Exception {
    return WorkflowHistoryLoader.readHistoryFromResource(HISTORY);
  }

  private static void replay(io.temporal.workflow.Functions.Func<OutboxSweep> workflow)
      throws Exception {
    try (TestWorkflowEnvironment server = TestWorkflowEnvironment.newInstance()) {
      Worker worker = server.newWorker("queue");
      worker.registerWorkflowImplementationFactory(OutboxSweep.class, workflow);
      WorkflowReplayer.replayWorkflowExecution(history(), worker);
    }
  }

  /** The real one, but for a timer beside its first command. */
  private static final class ChangedSweep implements OutboxSweep {
    @Override
    public Swept sweep(SweepRequest request) {
      var unused = Workflow.newTimer(Duration.ofMillis(1));
      return new OutboxSweepImpl().sweep(request);
    }
  }
}
