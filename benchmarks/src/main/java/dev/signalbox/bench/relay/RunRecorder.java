package dev.signalbox.bench.relay;

import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Notes every run that a signal-with-start went to, and counts heartbeats. Safe for use by several
 * threads.
 */
public final class RunRecorder extends Exchanges {

  private final Set<WorkflowRun> runs = ConcurrentHashMap.newKeySet();

  private final AtomicLong heartbeats = new AtomicLong();

  /** Those so far. */
  public Set<WorkflowRun> runs() {
    return Set.copyOf(runs);
  }

  /** How many were sent so far; no history has them. */
  public long heartbeats() {
    return heartbeats.get();
  }

  @Override
  protected Consumer<Object> sent(Object request) {
    if (request instanceof RecordActivityTaskHeartbeatRequest) {
      heartbeats.incrementAndGet();
    }
    return answer -> {
      if (request instanceof SignalWithStartWorkflowExecutionRequest signal
          && answer instanceof SignalWithStartWorkflowExecutionResponse response) {
        runs.add(new WorkflowRun(signal.getWorkflowId(), response.getRunId()));
      }
    };
  }
}
