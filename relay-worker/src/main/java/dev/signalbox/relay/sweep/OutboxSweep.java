package dev.signalbox.relay.sweep;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** What the schedule starts: one sweep, by whichever worker takes it. */
@WorkflowInterface
public interface OutboxSweep {

  /** Its name at Temporal. */
  String TYPE = "Sweep";

  /**
   * Sweeps once.
   *
   * @return counts alone; no organization is named in Temporal's history
   */
  @WorkflowMethod(name = TYPE)
  Swept sweep(SweepRequest request);
}
