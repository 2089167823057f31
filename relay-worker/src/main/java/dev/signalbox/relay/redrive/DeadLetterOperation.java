package dev.signalbox.relay.redrive;

import dev.signalbox.contract.Source;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;

/**
 * Redrives, sends again or discards dead letters, step by step. Cancelled by Temporal's own means,
 * it ends behind the step that runs; what was moved stays moved.
 */
@WorkflowInterface
public interface DeadLetterOperation {

  /** The name of the workflow; a wire contract, as are its id and its query. */
  String WORKFLOW_TYPE = "DeadLetterOperation";

  /** Query that answers an {@link OperationProgress}. */
  String PROGRESS_QUERY = "progress";

  /** Never the id of an organization's workflow, which begins otherwise. */
  static String workflowId(Source source, UUID operation) {
    return "signalbox-operation/" + source.value() + "/" + operation;
  }

  /** Ends when every selected letter was looked at. */
  @WorkflowMethod(name = WORKFLOW_TYPE)
  OperationProgress run(OperationInput input);

  /** How it stands. */
  @QueryMethod(name = PROGRESS_QUERY)
  OperationProgress progress();
}
