package dev.signalbox.bench.floor;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** The least workflow that a signal can start and that does something. Temporal wants it public. */
@WorkflowInterface
public interface FloorRelay {

  /** Its name. */
  String TYPE = "FloorRelay";

  /** The signal's name. */
  String WAKE = "wake";

  /** Has each event posted that was signaled, and completes. */
  @WorkflowMethod(name = TYPE)
  void run(String organization);

  /** There is an event. */
  @SignalMethod(name = WAKE)
  void wake(String event);
}
