package dev.signalbox.relay.workflow;

import dev.signalbox.contract.OrganizationRelay;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;

/** Makes a worker run the workflows of the relay. */
public final class RelayWorkflows {

  private RelayWorkflows() {}

  /**
   * Registers them. An error in workflow code fails the run instead of blocking it: the next wake
   * or sweep starts a clean one, which begins with a look at the outbox.
   */
  public static void register(Worker worker) {
    worker.registerWorkflowImplementationFactory(
        OrganizationRelay.class,
        OrganizationRelayImpl::new,
        WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(Throwable.class)
            .build());
  }
}
