package dev.signalbox.relay.redrive;

import dev.signalbox.contract.Source;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.Optional;
import java.util.UUID;

/**
 * Starts operations and asks for them. What Temporal does not answer passes as its own exception.
 */
public final class OperationClient {

  private final WorkflowClient client;
  private final Source source;
  private final String taskQueue;

  /** Of one source's relay. */
  public OperationClient(WorkflowClient client, Source source, String taskQueue) {
    this.client = client;
    this.source = source;
    this.taskQueue = taskQueue;
  }

  /** Starts one; it goes on whatever becomes of the caller. */
  public void start(OperationInput input) {
    UUID id = UUID.fromString(input.operationId());
    client
        .newUntypedWorkflowStub(
            DeadLetterOperation.WORKFLOW_TYPE,
            WorkflowOptions.newBuilder()
                .setTaskQueue(taskQueue)
                .setWorkflowId(DeadLetterOperation.workflowId(source, id))
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setStaticSummary("%s of dead letters".formatted(input.kind()))
                .build())
        .start(input);
  }

  /** How it stands, by a worker's answer; empty: Temporal knows no such operation. */
  public Optional<OperationProgress> progress(UUID operation) {
    try {
      return Optional.of(
          stub(operation).query(DeadLetterOperation.PROGRESS_QUERY, OperationProgress.class));
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Asks it to end behind the step that runs.
   *
   * @return false when no such operation runs
   */
  public boolean cancel(UUID operation) {
    try {
      stub(operation).cancel();
      return true;
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }

  /**
   * Waits for its end.
   *
   * @throws io.temporal.client.WorkflowFailedException when it was cancelled or has failed
   */
  public OperationProgress await(UUID operation) {
    return stub(operation).getResult(OperationProgress.class);
  }

  private WorkflowStub stub(UUID operation) {
    return client.newUntypedWorkflowStub(DeadLetterOperation.workflowId(source, operation));
  }
}
