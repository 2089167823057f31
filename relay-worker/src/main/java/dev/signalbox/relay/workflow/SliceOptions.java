package dev.signalbox.relay.workflow;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.relay.drain.SliceActivity;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.Priority;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * How slices are run. They are part of the recorded histories' shape, so they are constants and not
 * settings: the settings of a slice are checked against {@link #START_TO_CLOSE} and {@link
 * #HEARTBEAT} at start-up.
 */
public final class SliceOptions {

  /**
   * Longer than a slice, one call and one settlement. A slice that takes longer all the same loses
   * its lease to the next attempt and settles nothing more.
   */
  public static final Duration START_TO_CLOSE = Duration.ofSeconds(90);

  /**
   * Longer than a lap, one call and one settlement, because the first lap sends no heartbeat; and
   * as long as the organizations of a worker that was killed stand still, at most.
   */
  public static final Duration HEARTBEAT = Duration.ofSeconds(30);

  /**
   * The wait for a slot, which is no failure: the workflow asks again. It ends before the wakes
   * that pile up meanwhile, and that nothing suppresses, come near the most that a run takes: then
   * it can continue as new.
   */
  static final Duration SCHEDULE_TO_START = Duration.ofMinutes(3);

  /** About two and a half minutes of failing; then the workflow backs off by itself. */
  private static final int ATTEMPTS = 10;

  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

  /** Temporal's limits. */
  private static final double LEAST_WEIGHT = 0.001;

  private static final double MOST_WEIGHT = 1000;

  private SliceOptions() {}

  /**
   * A slice of an organization.
   *
   * @param weight its share of a task queue that is short of slots
   * @param continued whether the slice before it ended by its time alone: such a one stands in
   *     line, where another may be executed eagerly by the worker that has just freed a slot
   */
  static SliceActivity activity(OrganizationId organization, double weight, boolean continued) {
    return Workflow.newActivityStub(
        SliceActivity.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(START_TO_CLOSE)
            .setHeartbeatTimeout(HEARTBEAT)
            .setScheduleToStartTimeout(SCHEDULE_TO_START)
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofSeconds(1))
                    .setBackoffCoefficient(2)
                    .setMaximumInterval(Duration.ofSeconds(30))
                    .setMaximumAttempts(ATTEMPTS)
                    .build())
            .setPriority(
                Priority.newBuilder()
                    .setFairnessKey(RelayContract.fairnessKey(organization))
                    .setFairnessWeight((float) Math.clamp(weight, LEAST_WEIGHT, MOST_WEIGHT))
                    .build())
            .setDisableEagerExecution(continued)
            .build());
  }

  /** Doubles from ten seconds; without jitter, which Temporal's own retries had already. */
  static Duration backoff(int failures) {
    long seconds = 10L << Math.min(Math.max(failures - 1, 0), 10);
    return Duration.ofSeconds(Math.min(seconds, LONGEST_BACKOFF.toSeconds()));
  }
}
