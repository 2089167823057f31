package dev.signalbox.contract;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** The workflow that drains one organization: runs while something is pending, then completes. */
@WorkflowInterface
public interface OrganizationRelay {

  /** Drains until nothing is pending and no wake is unanswered. */
  @WorkflowMethod(name = RelayContract.WORKFLOW_TYPE)
  void run(RelayInput input);

  /** Tells that something may be pending; any number of wakes cost one look. */
  @SignalMethod(name = RelayContract.WAKE_SIGNAL)
  void wake();

  /** What the relay of this organization does now and has done in this run. */
  @QueryMethod(name = RelayContract.STATUS_QUERY)
  RelayStatus status();
}
