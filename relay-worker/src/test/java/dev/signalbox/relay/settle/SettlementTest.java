package dev.signalbox.relay.settle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementTest {

  @Test
  void itsTextHasNoResponse() {
    Settlement settlement =
        new Settlement(
            List.of(new Settlement.Accepted(1, "msg_1", false)),
            List.of(new Settlement.Postponed(2, Duration.ofSeconds(1), "busy", "SECRET")),
            List.of(
                new Settlement.Buried(3, ErrorClass.REJECTED, false, 422, "refused", "SECRET")));

    assertThat(settlement.toString())
        .contains("id=1", "id=2", "busy", "id=3", "refused")
        .doesNotContain("SECRET");
  }
}
