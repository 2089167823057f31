package dev.signalbox.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final String TIME = "µs";

  private final List<String> turns = new ArrayList<>();

  @Test
  void contendersTakeTurnsAndTheWarmUpDoesNotCount() throws Exception {
    ScenarioResult result = quiet(2).run(scenario(floor(1, 10, 10), ours(5, 11, 12)));

    assertThat(turns).containsExactly("floor", "ours", "floor", "ours", "floor", "ours");
    assertThat(result.contenders().get(1).values(TIME)).containsExactly(11.0, 12.0);
  }

  @Test
  void theRatioIsTheMedianOfTheRatiosOfEachRound() throws Exception {
    ScenarioResult result = quiet(3).run(scenario(floor(1, 10, 20, 40), ours(1, 11, 24, 52)));

    assertThat(result.targets().get(0).ratios()).containsExactly(1.1, 1.2, 1.3);
    assertThat(result.targets().get(0).interval()).isNotNull();
    assertThat(result.targets().get(0).verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void aTurnThatThrowsIsVoidWithItsReasonAndItsRatioIsMissing() throws Exception {
    ScenarioResult result =
        quiet(3).run(scenario(floor(1, 10, 10, 10), ours(1, 10, Double.NaN, 10)));

    ContenderResult ours = result.contenders().get(1);
    assertThat(ours.rounds()).hasSize(3);
    assertThat(ours.rounds().get(1).voidReason()).isEqualTo("IllegalStateException: no figure");
    assertThat(result.targets().get(0).ratios()).hasSize(2);
    assertThat(result.targets().get(0).verdict()).isEqualTo(Verdict.NOT_SHOWN);
  }

  @Test
  void aTurnWithTooMuchStealIsVoidAndKeepsItsFigures() throws Exception {
    Iterator<ProcessorTimes> readings =
        List.of(times(0, 0), times(1000, 0), times(1000, 0), times(2000, 11)).iterator();
    Rounds rounds = new Rounds(1, 1, () -> Optional.of(readings.next()), line -> {});

    ScenarioResult result =
        rounds.run(new Scenario("alone", List.of(ours(5, 7)), List.of(), List.of()));

    RoundResult round = result.contenders().get(0).rounds().get(0);
    assertThat(round.voidReason()).isEqualTo("steal 1.1 %; the limit is 1 %");
    assertThat(round.figures()).containsEntry(TIME, 7.0);
    assertThat(result.contenders().get(0).values(TIME)).isEmpty();
  }

  @Test
  void theBestOfARoleIsTheBaseAsTheBoundSays() throws Exception {
    Contender fast = contender("fast", Role.FLOOR, 1, 100, 100, 100);
    Contender slow = contender("slow", Role.FLOOR, 1, 50, 50, 50);
    Target target = new Target(TIME, "ours", new Base.Best(Role.FLOOR), Bound.AT_LEAST, 0.9);

    ScenarioResult result =
        quiet(3)
            .run(
                new Scenario(
                    "two floors",
                    List.of(slow, fast, ours(1, 95, 95, 95)),
                    List.of(target),
                    List.of()));

    assertThat(result.targets().get(0).base()).isEqualTo("fast");
    assertThat(result.targets().get(0).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void theKernelsLineIsReadWithoutTheGuestsThatItCountsTwice() {
    ProcessorTimes times = ProcessorTimes.parse("cpu  1 2 3 4 5 6 7 8 9 10");

    assertThat(times).isEqualTo(new ProcessorTimes(36, 8));
  }

  private static Rounds quiet(int rounds) {
    return new Rounds(rounds, 1, Optional::empty, line -> {});
  }

  private static ProcessorTimes times(long total, long stolen) {
    return new ProcessorTimes(total, stolen);
  }

  private static Scenario scenario(Contender floor, Contender ours) {
    Target target = new Target(TIME, "ours", new Base.Best(Role.FLOOR), Bound.AT_MOST, 1.05);
    return new Scenario("two", List.of(floor, ours), List.of(target), List.of());
  }

  private Contender floor(double... times) {
    return contender("floor", Role.FLOOR, times);
  }

  private Contender ours(double... times) {
    return contender("ours", Role.OURS, times);
  }

  /** Its turns take these times; NaN throws. */
  private Contender contender(String name, Role role, double... times) {
    return new Contender(
        name,
        role,
        Map.of(),
        new Course() {
          private int turn;

          @Override
          public void prepare() {}

          @Override
          public Map<String, Double> run() {
            turns.add(name);
            double time = times[turn++];
            if (Double.isNaN(time)) {
              throw new IllegalStateException("no figure");
            }
            return Map.of(TIME, time);
          }
        });
  }
}
