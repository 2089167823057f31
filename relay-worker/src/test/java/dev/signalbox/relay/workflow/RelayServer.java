package dev.signalbox.relay.workflow;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.RelayInput;
import dev.signalbox.contract.RelayStatus;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.drain.SliceActivity;
import io.temporal.api.common.v1.Priority;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.List;
import java.util.function.Predicate;

/**
 * Temporal's in-memory server with one worker; its clock skips ahead while a test awaits an end.
 */
final class RelayServer implements AutoCloseable {

  static final OrganizationId ACME = new OrganizationId("acme");

  private final TestWorkflowEnvironment environment;

  private RelayServer(TestWorkflowEnvironment environment) {
    this.environment = environment;
  }

  static RelayServer running(SliceActivity slices, WorkerInterceptor... interceptors) {
    RelayServer server =
        new RelayServer(
            TestWorkflowEnvironment.newInstance(
                TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(
                        WorkflowClientOptions.newBuilder().setIdentity("test").build())
                    .setWorkerFactoryOptions(
                        WorkerFactoryOptions.newBuilder()
                            .setWorkerInterceptors(interceptors)
                            .build())
                    .build()));
    Worker worker = server.environment.newWorker(RelayContract.DEFAULT_TASK_QUEUE);
    RelayWorkflows.register(worker);
    worker.registerActivitiesImplementations(slices);
    if (slices instanceof ScriptedSlices scripted) {
      scripted.tellTimeBy(server.environment::currentTimeMillis);
    }
    server.environment.start();
    return server;
  }

  /** Starts or wakes, and waits for the end of all that this causes. */
  void wakeAndAwaitEnd() {
    wake(ACME);
    awaitEnd(ACME);
  }

  /** Signal with start, as producers do. */
  String wake(OrganizationId organization) {
    while (true) {
      try {
        return stub(organization)
            .signalWithStart(
                RelayContract.WAKE_SIGNAL,
                new Object[0],
                new Object[] {RelayInput.start(Source.DEFAULT, organization, "database")})
            .getRunId();
      } catch (RuntimeException e) {
        if (!isRaceOfThisServer(e)) {
          throw e;
        }
      }
    }
  }

  /** The in-memory server's signal with start is not atomic with the end of a run. */
  private static boolean isRaceOfThisServer(RuntimeException e) {
    String cause = String.valueOf(e.getCause());
    return e instanceof WorkflowExecutionAlreadyStarted
        || e instanceof WorkflowNotFoundException
        || cause.contains("NOT_FOUND")
        || cause.contains("ALREADY_EXISTS");
  }

  void awaitEnd(OrganizationId organization) {
    latest(organization).getResult(Void.class);
  }

  RelayStatus status() {
    return latest(ACME).query(RelayContract.STATUS_QUERY, RelayStatus.class);
  }

  RelayStatus awaitStatus(Predicate<RelayStatus> expected) {
    RelayStatus status = status();
    while (!expected.test(status)) {
      status = status();
    }
    return status;
  }

  /**
   * Waits until a task of the workflow has seen the last wake. A query would wait for that too, but
   * where it meets the end of a run this server never skips time again.
   */
  void awaitTaskAfterTheLastWake() {
    boolean seen = false;
    while (!seen) {
      for (HistoryEvent event : history().getEvents()) {
        seen = !event.hasWorkflowExecutionSignaledEventAttributes() && (seen || endsTask(event));
      }
    }
  }

  private static boolean endsTask(HistoryEvent event) {
    return event.hasWorkflowTaskCompletedEventAttributes();
  }

  /** What an operator sees on the workflow's page. */
  String details() {
    return latest(ACME)
        .query("__temporal_workflow_metadata", WorkflowMetadata.class)
        .getCurrentDetails();
  }

  String latestRun() {
    return latest(ACME).describe().getExecution().getRunId();
  }

  /** The priorities of the slices that the latest run scheduled. */
  List<Priority> slicePriorities() {
    return history().getEvents().stream()
        .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .map(event -> event.getActivityTaskScheduledEventAttributes().getPriority())
        .toList();
  }

  WorkflowExecutionHistory history() {
    return environment.getWorkflowClient().fetchHistory(id(ACME));
  }

  @Override
  public void close() {
    environment.close();
  }

  private WorkflowStub stub(OrganizationId organization) {
    return environment
        .getWorkflowClient()
        .newUntypedWorkflowStub(
            RelayContract.WORKFLOW_TYPE,
            WorkflowOptions.newBuilder()
                .setTaskQueue(RelayContract.DEFAULT_TASK_QUEUE)
                .setWorkflowId(id(organization))
                .build());
  }

  private WorkflowStub latest(OrganizationId organization) {
    return environment.getWorkflowClient().newUntypedWorkflowStub(id(organization));
  }

  private static String id(OrganizationId organization) {
    return RelayContract.workflowId(Source.DEFAULT, organization);
  }
}
