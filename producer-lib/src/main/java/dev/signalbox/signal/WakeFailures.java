package dev.signalbox.signal;

import dev.signalbox.signal.WakeSender.WakeAnswer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.ResourceExhaustedFailure;
import io.temporal.serviceclient.StatusUtils;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Tells the failures of one organization's signal from those that any organization would meet. */
final class WakeFailures {

  private WakeFailures() {}

  static WakeAnswer answer(Throwable failure) {
    return status(failure)
        .map(WakeFailures::answer)
        .orElseGet(() -> new WakeAnswer.Unreachable(withoutAnswer(root(failure))));
  }

  /**
   * The client tells the end of a call's deadline as a cancellation, in which no status is left.
   */
  private static String withoutAnswer(Throwable root) {
    return root instanceof CancellationException
        ? "Temporal did not answer within the call deadline."
        : "Temporal's client failed: " + root.getClass().getName() + ".";
  }

  private static WakeAnswer answer(StatusRuntimeException failure) {
    Status status = failure.getStatus();
    String reason =
        "Temporal answered %s: %s.".formatted(status.getCode(), status.getDescription());
    return isOfOneWorkflow(failure)
        ? new WakeAnswer.Refused(reason)
        : new WakeAnswer.Unreachable(reason);
  }

  private static boolean isOfOneWorkflow(StatusRuntimeException failure) {
    return switch (failure.getStatus().getCode()) {
      case INVALID_ARGUMENT, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE -> true;
      case NOT_FOUND -> !StatusUtils.hasFailure(failure, NamespaceNotFoundFailure.class);
      case RESOURCE_EXHAUSTED -> isBusyWorkflow(failure);
      default -> false;
    };
  }

  private static boolean isBusyWorkflow(StatusRuntimeException failure) {
    @Nullable ResourceExhaustedFailure detail =
        StatusUtils.getFailure(failure, ResourceExhaustedFailure.class);
    return detail != null
        && detail.getCause() == ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_BUSY_WORKFLOW;
  }

  /** Whether the workflow may just have closed between signal and start. */
  static boolean isRace(Throwable failure) {
    return status(failure).map(StatusRuntimeException::getStatus).stream()
        .anyMatch(
            status ->
                status.getCode() == Status.Code.ALREADY_EXISTS
                    || (status.getCode() == Status.Code.NOT_FOUND
                        && String.valueOf(status.getDescription()).contains("Completed workflow")));
  }

  private static Optional<StatusRuntimeException> status(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
