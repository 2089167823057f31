package dev.signalbox.demo.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final long SEEDS = 50;

  @Test
  void theSameSeedGivesTheSamePlan() {
    assertThat(Plan.draw(7, TEN_MINUTES, true)).isEqualTo(Plan.draw(7, TEN_MINUTES, true));
    assertThat(Plan.draw(7, TEN_MINUTES, true)).isNotEqualTo(Plan.draw(8, TEN_MINUTES, true));
  }

  @Test
  void tenMinutesKillAHundredTimesAndBringEveryFault() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<PlannedFault> faults = Plan.draw(seed, TEN_MINUTES, true).inOrder();
      assertThat(faults.stream().filter(fault -> fault.kind().kills()))
          .as("seed %d", seed)
          .hasSizeGreaterThan(100);
      assertThat(kinds(faults)).as("seed %d", seed).containsExactlyInAnyOrder(FaultKind.values());
    }
  }

  @Test
  void theFaultsOfATrackFollowEachOtherAndEndInTime() {
    for (List<PlannedFault> track : Plan.draw(3, TEN_MINUTES, true).tracks()) {
      Duration last = Duration.ZERO;
      for (PlannedFault fault : track) {
        assertThat(fault.at()).isGreaterThanOrEqualTo(last);
        last = fault.end();
      }
      assertThat(last).isLessThanOrEqualTo(TEN_MINUTES);
    }
  }

  @Test
  void aTemporalThatForgetsIsNotKilled() {
    assertThat(kinds(Plan.draw(1, TEN_MINUTES, false).inOrder()))
        .doesNotContain(FaultKind.TEMPORAL);
  }

  @Test
  void everyFaultOfSvixIsKnownToTheEmulator() {
    assertThat(
            Arrays.stream(FaultKind.values())
                .filter(FaultKind::isOfSvix)
                .map(kind -> new PlannedFault(kind, Duration.ZERO, Duration.ZERO, 1, 3))
                .map(SvixFaults::of))
        .doesNotContainNull();
  }

  private static List<FaultKind> kinds(List<PlannedFault> faults) {
    return faults.stream().map(PlannedFault::kind).distinct().collect(Collectors.toList());
  }
}
