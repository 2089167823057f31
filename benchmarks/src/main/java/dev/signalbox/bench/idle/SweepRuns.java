package dev.signalbox.bench.idle;

import dev.signalbox.bench.cost.HistoryTally;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Asks Temporal which workflows it ran for a source. */
final class SweepRuns {

  /** Two of the schedule, and the start of its workflow. */
  private static final int ACTIONS_OF_A_FIRING = 3;

  private SweepRuns() {}

  /**
   * What was begun in a stretch of time.
   *
   * @param organizations runs of the workflows of organizations
   */
  record Tally(long sweeps, long organizations, long actions, long events) {}

  static Tally between(
      WorkflowServiceStubs stubs, String namespace, String source, Instant from, Instant to) {
    WorkflowClient client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
    long organizations = count(client, "signalbox/" + source + "/", from, to);
    List<HistoryTally> sweeps =
        list(client, "signalbox-sweep/" + source + "/", from, to)
            .map(
                run ->
                    HistoryTally.of(
                        client
                            .fetchHistory(
                                run.getExecution().getWorkflowId(), run.getExecution().getRunId())
                            .getEvents()))
            .toList();
    return new Tally(
        sweeps.size(),
        organizations,
        sweeps.stream().mapToLong(sweep -> ACTIONS_OF_A_FIRING + sweep.actions()).sum(),
        sweeps.stream().mapToLong(HistoryTally::events).sum());
  }

  private static long count(WorkflowClient client, String prefix, Instant from, Instant to) {
    return list(client, prefix, from, to).count();
  }

  private static Stream<WorkflowExecutionMetadata> list(
      WorkflowClient client, String prefix, Instant from, Instant to) {
    return client.listExecutions(
        "WorkflowId STARTS_WITH \"%s\" AND StartTime >= \"%s\" AND StartTime < \"%s\""
            .formatted(prefix, from, to));
  }
}
