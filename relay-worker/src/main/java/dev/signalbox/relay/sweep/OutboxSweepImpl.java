package dev.signalbox.relay.sweep;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** One activity, bounded: a sweep that fails is made up for by the next firing. */
final class OutboxSweepImpl implements OutboxSweep {

  /** Longer than {@link Sweep#LONGEST} and, by the default time-outs, the tries of one page. */
  private static final Duration START_TO_CLOSE = Duration.ofSeconds(60);

  /** Attempts and the time between them; no sweep is skipped for longer because of this one. */
  private static final Duration SCHEDULE_TO_CLOSE = Duration.ofMinutes(2);

  /** The whole run, also where no worker is there. */
  static final Duration LONGEST_RUN = Duration.ofMinutes(3);

  private final SweepActivity activity =
      Workflow.newActivityStub(
          SweepActivity.class,
          ActivityOptions.newBuilder()
              .setStartToCloseTimeout(START_TO_CLOSE)
              .setScheduleToCloseTimeout(SCHEDULE_TO_CLOSE)
              .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(2).build())
              .build());

  @Override
  public Swept sweep(SweepRequest request) {
    return activity.sweep(request);
  }
}
