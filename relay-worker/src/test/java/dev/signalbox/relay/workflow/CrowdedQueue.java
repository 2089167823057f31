package dev.signalbox.relay.workflow;

import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Workflow;

/**
 * Ends the first slices of a worker as the server does where no worker has a slot. The in-memory
 * server cannot: its clock stands still while an activity waits.
 */
final class CrowdedQueue extends WorkerInterceptorBase {

  private int withoutSlot;

  CrowdedQueue(int withoutSlot) {
    this.withoutSlot = withoutSlot;
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new Queue(outbound));
      }
    };
  }

  private final class Queue extends WorkflowOutboundCallsInterceptorBase {

    Queue(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
      if (withoutSlot == 0) {
        return super.executeActivity(input);
      }
      withoutSlot--;
      return new ActivityOutput<>("1", Workflow.newFailedPromise(failure(input)));
    }

    private ActivityFailure failure(ActivityInput<?> input) {
      return new ActivityFailure(
          "No slot.",
          1,
          2,
          input.getActivityName(),
          "1",
          RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE,
          "",
          new TimeoutFailure("No slot.", null, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START));
    }
  }
}
