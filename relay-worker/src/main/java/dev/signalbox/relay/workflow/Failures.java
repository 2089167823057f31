package dev.signalbox.relay.workflow;

import dev.signalbox.relay.drain.SliceActivity;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;

/** Says in a few words why a slice failed. */
final class Failures {

  private Failures() {}

  /** Whether no later slice of this run can succeed. */
  static boolean isMismatch(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        && SliceActivity.MISMATCH.equals(cause.getType());
  }

  /** Whether no worker had a slot for it: the slice has not begun, and nothing has failed. */
  static boolean isWithoutSlot(ActivityFailure failure) {
    return failure.getCause() instanceof TimeoutFailure cause
        && cause.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
  }

  static String summary(ActivityFailure failure) {
    if (failure.getCause() instanceof ApplicationFailure cause) {
      return cause.getOriginalMessage();
    }
    return failure.getCause() instanceof TimeoutFailure cause
        ? "A slice timed out (" + cause.getTimeoutType() + ")."
        : "A slice failed.";
  }
}
