package dev.signalbox.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void equalValuesLeaveNoDoubt() {
    assertThat(Interval.of(List.of(2.0, 2.0, 2.0))).isEqualTo(new Interval(2, 2, 2));
  }

  @Test
  void theSameValuesGiveTheSameInterval() {
    List<Double> values = List.of(1.0, 1.1, 0.9, 1.3, 1.0, 0.8, 1.2);

    assertThat(Interval.of(values)).isEqualTo(Interval.of(values));
  }

  @Test
  void theIntervalHoldsTheMedianAndStaysWithinTheValues() {
    Interval interval = Interval.of(List.of(1.0, 1.1, 0.9, 1.3, 1.0, 0.8, 1.2));

    assertThat(interval.median()).isEqualTo(1.0);
    assertThat(interval.low()).isBetween(0.8, 1.0);
    assertThat(interval.high()).isBetween(1.0, 1.3);
  }

  @Test
  void moreValuesMakeItNarrower() {
    Interval few = Interval.of(drawn(7));
    Interval many = Interval.of(drawn(200));

    assertThat(many.high() - many.low()).isLessThan((few.high() - few.low()) / 2);
  }

  /** Of a hundred experiments with a known median, about 95 intervals must hold it. */
  @Test
  void mostIntervalsHoldTheTrueMedian() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    long holding =
        Stream.generate(() -> Stream.generate(random::nextGaussian).limit(21).toList())
            .limit(100)
            .map(Interval::of)
            .filter(interval -> interval.low() <= 0 && interval.high() >= 0)
            .count();

    assertThat(holding).isBetween(88L, 100L);
  }

  @Test
  void theMedianOfAnEvenNumberLiesInTheMiddle() {
    assertThat(Interval.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
  }

  @Test
  void noValuesAreRefused() {
    assertThatThrownBy(() -> Interval.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Double> drawn(int count) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(2);
    return Stream.generate(random::nextGaussian).limit(count).toList();
  }
}
