package dev.signalbox.bench.relay;

import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Notes every run that a signal-with-start went to. Safe for use by several threads. */
public final class RunRecorder extends Exchanges {

  private final Set<WorkflowRun> runs = ConcurrentHashMap.newKeySet();

  /** Those so far. */
  public Set<WorkflowRun> runs() {
    return Set.copyOf(runs);
  }

  @Override
  protected Consumer<Object> sent(Object request) {
    return answer -> {
      if (request instanceof SignalWithStartWorkflowExecutionRequest signal
          && answer instanceof SignalWithStartWorkflowExecutionResponse response) {
        runs.add(new WorkflowRun(signal.getWorkflowId(), response.getRunId()));
      }
    };
  }
}
