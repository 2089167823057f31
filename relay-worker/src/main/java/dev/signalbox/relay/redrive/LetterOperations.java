package dev.signalbox.relay.redrive;

import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import jakarta.inject.Inject;

/** The operations on dead letters, for whoever runs a worker. */
public final class LetterOperations {

  private final LetterActivityImpl activity;

  @Inject
  LetterOperations(LetterActivityImpl activity) {
    this.activity = activity;
  }

  /**
   * Makes the worker run them. An error in workflow code fails the operation instead of blocking
   * it: the operator starts another one, which finds what is left.
   */
  public void register(Worker worker) {
    worker.registerWorkflowImplementationFactory(
        DeadLetterOperation.class,
        DeadLetterOperationImpl::new,
        WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(Throwable.class)
            .build());
    worker.registerActivitiesImplementations(activity);
  }
}
