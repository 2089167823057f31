package dev.signalbox.relay.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;

/** Says in a few words why a slice failed. */
final class Failures {

  private Failures() {}

  static String summary(ActivityFailure failure) {
    if (failure.getCause() instanceof ApplicationFailure cause) {
      return cause.getOriginalMessage();
    }
    return failure.getCause() instanceof TimeoutFailure cause
        ? "A slice timed out (" + cause.getTimeoutType() + ")."
        : "A slice failed.";
  }
}
