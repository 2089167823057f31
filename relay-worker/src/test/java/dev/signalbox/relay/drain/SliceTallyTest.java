package dev.signalbox.relay.drain;

import static dev.signalbox.relay.drain.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.drain.FailurePolicy.Stop;
import dev.signalbox.relay.settle.ErrorClass;
import dev.signalbox.relay.settle.Settlement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceTallyTest {

  private final SliceTally tally = new SliceTally();

  @Test
  void aSliceThatDidNothingSaysSo() {
    assertThat(tally.dry(SliceResult.NEVER))
        .isEqualTo(new SliceResult(0, 0, 0, 0, false, SliceResult.NEVER, "", "", 1));
  }

  @Test
  void addsSettlementsAndRemembersTheLastError() {
    tally.add(
        new Settlement(
            List.of(
                new Settlement.Accepted(row(1), "msg_1", false),
                new Settlement.Accepted(row(2), "msg_2", true)),
            List.of(new Settlement.Postponed(row(3), Duration.ofSeconds(1), "500", "said")),
            List.of()));
    tally.add(
        new Settlement(
            List.of(new Settlement.Accepted(row(4), "msg_4", false)),
            List.of(),
            List.of(
                new Settlement.Buried(row(5), ErrorClass.REJECTED, false, 422, "422", "said"))));
    assertThat(tally.more())
        .isEqualTo(new SliceResult(3, 1, 1, 1, true, SliceResult.NEVER, "", "422", 1));
    assertThat(tally.dry(70)).isEqualTo(new SliceResult(3, 1, 1, 1, false, 70, "", "422", 1));
  }

  @Test
  void aStopIsTheLastError() {
    assertThat(tally.stopped(new Stop(Obstacle.THROTTLED, Duration.ofSeconds(3), "429")))
        .isEqualTo(new SliceResult(0, 0, 0, 0, false, 3_000, "throttled", "429", 1));
  }

  @Test
  void aHoldHasNoDueTime() {
    assertThat(tally.held(Obstacle.PAUSED, "why"))
        .isEqualTo(new SliceResult(0, 0, 0, 0, false, SliceResult.NEVER, "paused", "why", 1));
  }
}
