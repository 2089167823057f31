package dev.signalbox.bench.latency;

import dev.signalbox.bench.load.Latencies;
import dev.signalbox.bench.relay.Exchanges;
import dev.signalbox.bench.stub.Delivery;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/**
 * Notes when the calls of a wake were made and answered, by the organization that the workflow's id
 * ends with: the first of each kind, and all signals. Safe for use by several threads.
 */
final class WakeTrace extends Exchanges {

  /** In their order. */
  private enum Step {
    SIGNAL_SENT("until signal sent, p50 ms"),
    SIGNAL_ANSWERED("until signal answered, p50 ms"),
    WORKFLOW_TASK("until workflow task, p50 ms"),
    ACTIVITY_TASK("until activity task, p50 ms");

    private final String figure;

    Step(String figure) {
      this.figure = figure;
    }
  }

  /** What is noted by. */
  private record Mark(String organization, Step step) {}

  /** An activity that came with the answer to a workflow task instead of through a queue. */
  static final String EAGER = "% of activities eager";

  /** An event whose organization was signaled between its commit and its delivery. */
  static final String WOKEN = "% of events that needed a wake";

  /** Of the other events, where they are enough. */
  static final String P99_WARM = "p99 ms without a wake";

  /** The 99th percentile of fewer is their largest. */
  private static final int ENOUGH = 100;

  private final Map<Mark, Long> micros = new ConcurrentHashMap<>();
  private final Map<String, NavigableSet<Long>> signals = new ConcurrentHashMap<>();
  private final Set<String> eager = ConcurrentHashMap.newKeySet();

  /** Forgets what was noted, while nobody is at work. */
  void forget() {
    micros.clear();
    signals.clear();
    eager.clear();
  }

  /** The median of each step, from the return of the commit. */
  Map<String, Double> figures(List<Sent> sent) {
    Map<String, Double> figures = new HashMap<>();
    for (Step step : Step.values()) {
      Latencies latencies = new Latencies();
      for (Sent each : sent) {
        Long at = micros.get(new Mark(each.event().organization(), step));
        if (at != null) {
          latencies.addMicros(at - each.committedMicros());
        }
      }
      if (latencies.count() > 0) {
        figures.put(step.figure, latencies.p50());
      }
    }
    long eagerly =
        sent.stream().filter(each -> eager.contains(each.event().organization())).count();
    figures.put(EAGER, 100.0 * eagerly / sent.size());
    return figures;
  }

  /** How many of them needed a wake, and what those took that did not. */
  Map<String, Double> wakes(List<Sent> sent, Deliveries deliveries) {
    Latencies warm = new Latencies();
    for (Sent each : sent) {
      Delivery delivery = deliveries.of(each);
      if (!isWoken(each, delivery)) {
        warm.addMicros(Span.SCHEDULE_TO_ANSWER.micros(each, delivery));
      }
    }
    Map<String, Double> figures = new HashMap<>();
    if (!sent.isEmpty()) {
      figures.put(WOKEN, 100.0 * (sent.size() - warm.count()) / sent.size());
    }
    if (warm.count() >= ENOUGH) {
      figures.put(P99_WARM, warm.p99());
    }
    return figures;
  }

  private boolean isWoken(Sent sent, Delivery delivery) {
    Long next =
        signals
            .getOrDefault(sent.event().organization(), Collections.emptyNavigableSet())
            .ceiling(sent.committedMicros());
    return next != null && next <= delivery.firstByteMicros();
  }

  private void note(Step step, String workflowId) {
    micros.putIfAbsent(new Mark(organization(workflowId), step), WallClock.micros());
  }

  private void noteEager(String workflowId) {
    eager.add(organization(workflowId));
    note(Step.ACTIVITY_TASK, workflowId);
  }

  private static String organization(String workflowId) {
    return workflowId.substring(workflowId.lastIndexOf('/') + 1);
  }

  private void noteAnswer(Object message, String workflowId) {
    if (message instanceof SignalWithStartWorkflowExecutionResponse) {
      note(Step.SIGNAL_ANSWERED, workflowId);
    } else if (message instanceof PollWorkflowTaskQueueResponse task) {
      note(Step.WORKFLOW_TASK, task.getWorkflowExecution().getWorkflowId());
    } else if (message instanceof PollActivityTaskQueueResponse task) {
      note(Step.ACTIVITY_TASK, task.getWorkflowExecution().getWorkflowId());
    } else if (message instanceof RespondWorkflowTaskCompletedResponse completed) {
      completed
          .getActivityTasksList()
          .forEach(task -> noteEager(task.getWorkflowExecution().getWorkflowId()));
    }
  }

  @Override
  protected Consumer<Object> sent(Object request) {
    if (request instanceof SignalWithStartWorkflowExecutionRequest signal) {
      note(Step.SIGNAL_SENT, signal.getWorkflowId());
      signals
          .computeIfAbsent(
              organization(signal.getWorkflowId()), any -> new ConcurrentSkipListSet<>())
          .add(WallClock.micros());
      return answer -> noteAnswer(answer, signal.getWorkflowId());
    }
    return answer -> noteAnswer(answer, "");
  }
}
