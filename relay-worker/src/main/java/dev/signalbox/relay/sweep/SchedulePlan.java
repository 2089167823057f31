package dev.signalbox.relay.sweep;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the relay wants of the schedule, so that what is there can be compared with it. Firings that
 * a stopped Temporal missed are made up for by one.
 *
 * @param id of the schedule, and with the time of the firing that of the workflow
 * @param taskQueue where workers take the sweeps
 * @param request what each sweep is asked
 * @param interval between two sweeps
 * @param jitter by which a firing may come later
 * @param catchUp how late a firing may still be made up for
 */
record SchedulePlan(
    String id,
    String taskQueue,
    SweepRequest request,
    Duration interval,
    Duration jitter,
    Duration catchUp) {

  /** Temporal takes no shorter one. */
  private static final Duration SHORTEST_CATCH_UP = Duration.ofSeconds(10);

  static SchedulePlan of(SweepRequest request, String taskQueue, Duration interval) {
    return new SchedulePlan(
        "signalbox-sweep/%s/%s".formatted(request.source(), taskQueue),
        taskQueue,
        request,
        interval,
        interval.dividedBy(4),
        interval.compareTo(SHORTEST_CATCH_UP) < 0 ? SHORTEST_CATCH_UP : interval);
  }

  Schedule schedule() {
    return asIn(Schedule.newBuilder());
  }

  /** The schedule that is there, with its state (it may be paused) and with this plan. */
  Schedule asIn(Schedule there) {
    return asIn(Schedule.newBuilder(there));
  }

  private Schedule asIn(Schedule.Builder builder) {
    return builder
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(OutboxSweep.TYPE)
                .setArguments(request)
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(taskQueue)
                        .setWorkflowRunTimeout(OutboxSweepImpl.LONGEST_RUN)
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(interval)))
                .setJitter(jitter)
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(catchUp)
                .build())
        .build();
  }

  /** The plan that a schedule follows; empty where the relay never made such a one. */
  static Optional<SchedulePlan> in(Schedule schedule) {
    ScheduleSpec spec = schedule.getSpec();
    SchedulePolicy policy = schedule.getPolicy();
    if (!(schedule.getAction() instanceof ScheduleActionStartWorkflow action)
        || !OutboxSweep.TYPE.equals(action.getWorkflowType())
        || !OutboxSweepImpl.LONGEST_RUN.equals(action.getOptions().getWorkflowRunTimeout())
        || policy == null
        || policy.getOverlap() != ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP
        || policy.isPauseOnFailure()
        || spec.getIntervals().size() != 1
        || !spec.getCalendars().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SchedulePlan(
            orEmpty(action.getOptions().getWorkflowId()),
            orEmpty(action.getOptions().getTaskQueue()),
            action.getArguments().get(0, SweepRequest.class),
            spec.getIntervals().get(0).getEvery(),
            orZero(spec.getJitter()),
            orZero(policy.getCatchupWindow())));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Duration orZero(@Nullable Duration duration) {
    return duration == null ? Duration.ZERO : duration;
  }
}
