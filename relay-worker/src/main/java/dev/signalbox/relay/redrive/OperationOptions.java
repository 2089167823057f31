package dev.signalbox.relay.redrive;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** How the steps of an operation are run. They are part of the recorded histories' shape. */
final class OperationOptions {

  private static final int LETTERS_PER_STEP = 100;

  private OperationOptions() {}

  /** Tried again for as long as it takes: the operation waits for the database to come back. */
  static LetterActivity activity() {
    return Workflow.newActivityStub(LetterActivity.class, options().build());
  }

  /** The end is recorded if that can be done soon. */
  static LetterActivity ending() {
    return Workflow.newActivityStub(
        LetterActivity.class, options().setScheduleToCloseTimeout(Duration.ofMinutes(5)).build());
  }

  private static ActivityOptions.Builder options() {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(Duration.ofSeconds(60))
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofSeconds(1))
                .setBackoffCoefficient(2)
                .setMaximumInterval(Duration.ofSeconds(30))
                .build());
  }

  /** A slow operation takes small steps, a second's worth each. */
  static int lettersPerStep(double perSecond) {
    return perSecond == 0 ? LETTERS_PER_STEP : Math.clamp((long) perSecond, 1, LETTERS_PER_STEP);
  }

  /** Until the next step, so that the letters of this one keep within the rate. */
  static Duration pause(long moved, double perSecond) {
    return perSecond == 0
        ? Duration.ZERO
        : Duration.ofMillis((long) Math.ceil(moved * 1000 / perSecond));
  }
}
