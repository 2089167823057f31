package dev.signalbox.relay.settle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SettlementTest {

  @Test
  void itsTextHasNoResponse() {
    Settlement settlement =
        new Settlement(
            List.of(
                new Settlement.Accepted(new Settlement.RowId(1, new UUID(0, 1)), "msg_1", false)),
            List.of(
                new Settlement.Postponed(
                    new Settlement.RowId(2, new UUID(0, 2)),
                    Duration.ofSeconds(1),
                    "busy",
                    "SECRET")),
            List.of(
                new Settlement.Buried(
                    new Settlement.RowId(3, new UUID(0, 3)),
                    ErrorClass.REJECTED,
                    false,
                    422,
                    "refused",
                    "SECRET")));

    assertThat(settlement.toString())
        .contains("id=1", "id=2", "busy", "id=3", "refused")
        .doesNotContain("SECRET");
  }
}
