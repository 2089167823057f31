package dev.signalbox.bench.worker;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what a worker asks of Temporal. A workflow task that is not the first of its run and
 * brings the history from its beginning has to be replayed: the worker had it in its cache no more.
 * Safe for use by several threads.
 */
final class TemporalTraffic implements ClientInterceptor {

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
  public <Req, Res> ClientCall<Req, Res> interceptCall(
      MethodDescriptor<Req, Res> method, CallOptions options, Channel next) {
    calls.incrementAndGet();
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void sendMessage(Req message) {
        sent(message);
        super.sendMessage(message);
      }

      @Override
      public void start(Listener<Res> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onMessage(Res message) {
                received(message);
                super.onMessage(message);
              }
            },
            headers);
      }
    };
  }

  private void sent(Object message) {
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
