package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.signalbox.signal.WakeSender.WakeAnswer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.errordetails.v1.ResourceExhaustedFailure;
import io.temporal.serviceclient.StatusUtils;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class WakeFailuresTest {

  @Test
  void whatAnyOrganizationWouldMeetIsUnreachable() {
    for (Status status :
        List.of(
            Status.UNAVAILABLE,
            Status.DEADLINE_EXCEEDED,
            Status.RESOURCE_EXHAUSTED,
            Status.UNAUTHENTICATED,
            Status.PERMISSION_DENIED,
            Status.INTERNAL)) {
      assertThat(WakeFailures.answer(failure(status)))
          .as(status.toString())
          .isInstanceOf(WakeAnswer.Unreachable.class);
    }
    assertThat(
            WakeFailures.answer(
                failure(Status.NOT_FOUND, NamespaceNotFoundFailure.getDefaultInstance())))
        .isInstanceOf(WakeAnswer.Unreachable.class);
  }

  @Test
  void whatConcernsOneWorkflowIsARefusal() {
    for (Status status : List.of(Status.INVALID_ARGUMENT, Status.NOT_FOUND)) {
      assertThat(WakeFailures.answer(failure(status)))
          .as(status.toString())
          .isInstanceOf(WakeAnswer.Refused.class);
    }
    ResourceExhaustedFailure busy =
        ResourceExhaustedFailure.newBuilder()
            .setCause(ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_BUSY_WORKFLOW)
            .build();
    assertThat(WakeFailures.answer(failure(Status.RESOURCE_EXHAUSTED, busy)))
        .isInstanceOf(WakeAnswer.Refused.class);
  }

  @Test
  void theReasonNamesStatusAndDescription() {
    RuntimeException wrapped =
        new IllegalStateException(failure(Status.INVALID_ARGUMENT.withDescription("too many")));
    assertThat(WakeFailures.answer(wrapped))
        .isEqualTo(new WakeAnswer.Refused("Temporal answered INVALID_ARGUMENT: too many."));
  }

  @Test
  void anEndWithoutAStatusIsNoAnswer() {
    assertThat(WakeFailures.answer(new IllegalStateException(new CancellationException())))
        .isEqualTo(new WakeAnswer.Unreachable("Temporal did not answer within the call deadline."));
    assertThat(WakeFailures.answer(new IllegalStateException("secret")))
        .isEqualTo(
            new WakeAnswer.Unreachable(
                "Temporal's client failed: java.lang.IllegalStateException."));
  }

  @Test
  void onlyAClosingWorkflowIsARace() {
    assertThat(WakeFailures.isRace(failure(Status.ALREADY_EXISTS))).isTrue();
    assertThat(WakeFailures.isRace(failure(Status.NOT_FOUND.withDescription("Completed workflow"))))
        .isTrue();
    assertThat(WakeFailures.isRace(failure(Status.NOT_FOUND.withDescription("namespace"))))
        .isFalse();
    assertThat(WakeFailures.isRace(failure(Status.UNAVAILABLE))).isFalse();
  }

  private static StatusRuntimeException failure(Status status) {
    return status.asRuntimeException();
  }

  private static StatusRuntimeException failure(Status status, Message detail) {
    return StatusUtils.newException(
        status.withDescription("why"), detail, detail.getDescriptorForType());
  }
}
