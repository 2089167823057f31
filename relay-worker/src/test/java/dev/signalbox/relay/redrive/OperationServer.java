package dev.signalbox.relay.redrive;

import dev.signalbox.contract.Source;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Temporal's in-memory server with one worker; its clock skips ahead while a test awaits an end.
 */
final class OperationServer implements AutoCloseable {

  static final String TASK_QUEUE = "operations";
  static final UUID OPERATION = new UUID(0, 7);
  static final LetterSelection SELECTION =
      new LetterSelection("acme", "", "rejected", "", "", List.of(3L, 4L));

  private final TestWorkflowEnvironment environment;
  private final OperationClient client;

  private OperationServer(TestWorkflowEnvironment environment) {
    this.environment = environment;
    this.client = new OperationClient(environment.getWorkflowClient(), Source.DEFAULT, TASK_QUEUE);
  }

  static OperationServer running(LetterActivity activity) {
    OperationServer server =
        new OperationServer(
            TestWorkflowEnvironment.newInstance(
                TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(
                        WorkflowClientOptions.newBuilder().setIdentity("test").build())
                    .build()));
    Worker worker = server.environment.newWorker(TASK_QUEUE);
    register(worker);
    worker.registerActivitiesImplementations(activity);
    server.environment.start();
    return server;
  }

  static void register(Worker worker) {
    worker.registerWorkflowImplementationFactory(
        DeadLetterOperation.class,
        DeadLetterOperationImpl::new,
        WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(Throwable.class)
            .build());
  }

  void start(double perSecond) {
    client.start(
        new OperationInput(
            "default",
            "database",
            OPERATION.toString(),
            "redrive",
            SELECTION,
            "jane",
            "why",
            9,
            perSecond,
            OperationCourse.START));
  }

  OperationProgress awaitEnd() {
    return client.await(OPERATION);
  }

  /** Its clock does not skip meanwhile. */
  void awaitAffected(long letters) {
    while (progress().affected() < letters) {
      Thread.onSpinWait();
    }
  }

  OperationClient client() {
    return client;
  }

  OperationProgress progress() {
    return client.progress(OPERATION).orElseThrow();
  }

  Duration clock() {
    return Duration.ofMillis(environment.currentTimeMillis());
  }

  WorkflowExecutionHistory history() {
    return environment
        .getWorkflowClient()
        .fetchHistory(DeadLetterOperation.workflowId(Source.DEFAULT, OPERATION));
  }

  @Override
  public void close() {
    environment.close();
  }
}
