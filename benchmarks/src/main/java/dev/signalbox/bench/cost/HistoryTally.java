package dev.signalbox.bench.cost;

import dev.signalbox.bench.relay.WorkflowRun;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the histories of some runs add up to.
 *
 * @param actions as Temporal bills them: a signal-with-start is one, whether or not it starts; so
 *     is each activity, each retry of it and each heartbeat, each timer, each marker, each
 *     continuation
 */
public record HistoryTally(long runs, long events, long actions, long signals, long activities) {

  /** Of these runs and all that continue them. */
  static HistoryTally of(WorkflowClient client, Set<WorkflowRun> signaled) {
    Deque<WorkflowRun> open = new ArrayDeque<>(signaled);
    Set<WorkflowRun> seen = new HashSet<>();
    HistoryTally sum = new HistoryTally(0, 0, 0, 0, 0);
    while (!open.isEmpty()) {
      WorkflowRun run = open.remove();
      if (seen.add(run)) {
        List<HistoryEvent> events = client.fetchHistory(run.workflowId(), run.runId()).getEvents();
        sum = sum.plus(of(events));
        events.stream()
            .filter(event -> event.hasWorkflowExecutionContinuedAsNewEventAttributes())
            .map(event -> event.getWorkflowExecutionContinuedAsNewEventAttributes())
            .forEach(
                next -> open.add(new WorkflowRun(run.workflowId(), next.getNewExecutionRunId())));
      }
    }
    return sum;
  }

  /** Of one run. */
  public static HistoryTally of(List<HistoryEvent> events) {
    long signals = count(events, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
    long activities = count(events, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
    long retries =
        events.stream()
            .filter(event -> event.hasActivityTaskStartedEventAttributes())
            .mapToLong(event -> event.getActivityTaskStartedEventAttributes().getAttempt() - 1L)
            .sum();
    long others =
        count(events, EventType.EVENT_TYPE_TIMER_STARTED)
            + count(events, EventType.EVENT_TYPE_MARKER_RECORDED)
            + count(events, EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)
            + count(events, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW);
    return new HistoryTally(
        1, events.size(), signals + activities + retries + others, signals, activities);
  }

  private static long count(List<HistoryEvent> events, EventType type) {
    return events.stream().filter(event -> event.getEventType() == type).count();
  }

  /** With heartbeats, which no history has. */
  HistoryTally withHeartbeats(long heartbeats) {
    return new HistoryTally(runs, events, actions + heartbeats, signals, activities);
  }

  private HistoryTally plus(HistoryTally other) {
    return new HistoryTally(
        runs + other.runs,
        events + other.events,
        actions + other.actions,
        signals + other.signals,
        activities + other.activities);
  }
}
