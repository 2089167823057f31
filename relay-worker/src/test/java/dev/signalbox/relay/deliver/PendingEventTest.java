package dev.signalbox.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PendingEventTest {

  private static final PendingEvent EVENT =
      new PendingEvent(
          7, new UUID(0, 1), "order.created", "{\"a\":\"SECRET\"}", "SECRET", List.of(), 2);

  static List<DeliveryOutcome> outcomes() {
    return List.of(
        new DeliveryOutcome.Accepted("msg_1", false),
        new DeliveryOutcome.Rejected(422, "refused", "SECRET"),
        new DeliveryOutcome.Failed(500, "refused", "SECRET"));
  }

  @Test
  void itsTextHasNoPayload() {
    assertThat(EVENT.toString())
        .contains("id=7", "order.created", "14 characters")
        .doesNotContain("SECRET");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void theTextOfAnAttemptHasNeitherPayloadNorResponse(DeliveryOutcome outcome) {
    assertThat(new Attempt(EVENT, outcome).toString())
        .contains("id=7", outcome.getClass().getSimpleName())
        .doesNotContain("SECRET");
  }
}
