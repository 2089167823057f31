package dev.signalbox.bench.worker;

import dev.signalbox.bench.relay.Exchanges;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Counts what a worker asks of Temporal. A workflow task that is not the first of its run and
 * brings the history from its beginning has to be replayed: the worker had it in its cache no more.
 * Safe for use by several threads.
 */
final class TemporalTraffic extends Exchanges {

  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong workflowTasks = new AtomicLong();
  private final AtomicLong replays = new AtomicLong();
  private final AtomicLong activities = new AtomicLong();
  private final AtomicLong completedRuns = new AtomicLong();

  Map<String, Double> figures() {
    return Map.of(
        MeasuredRelay.CALLS, (double) calls.get(),
        MeasuredRelay.WORKFLOW_TASKS, (double) workflowTasks.get(),
        MeasuredRelay.REPLAYS, (double) replays.get(),
        MeasuredRelay.ACTIVITIES, (double) activities.get(),
        MeasuredRelay.COMPLETED_RUNS, (double) completedRuns.get());
  }

  @Override
  protected Consumer<Object> sent(Object request) {
    calls.incrementAndGet();
    count(request);
    return this::received;
  }

  private void count(Object message) {
    if (message instanceof RespondActivityTaskCompletedRequest) {
      activities.incrementAndGet();
    } else if (message instanceof RespondWorkflowTaskCompletedRequest completed) {
      completed.getCommandsList().stream()
          .filter(
              command ->
                  command.getCommandType() == CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION)
          .forEach(command -> completedRuns.incrementAndGet());
    }
  }

  private void received(Object message) {
    if (message instanceof PollWorkflowTaskQueueResponse task && !task.getTaskToken().isEmpty()) {
      workflowTasks.incrementAndGet();
      boolean first = task.getPreviousStartedEventId() == 0;
      boolean whole =
          task.getHistory().getEventsCount() > 0
              && task.getHistory().getEvents(0).getEventId() == 1;
      if (!first && whole) {
        replays.incrementAndGet();
      }
    }
  }
}
