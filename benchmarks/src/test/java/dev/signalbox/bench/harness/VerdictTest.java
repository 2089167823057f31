package dev.signalbox.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void itPassesOnlyWhenTheWholeIntervalClearsTheLimit() {
    assertThat(atMost(new Interval(0.9, 1.0, 1.05))).isEqualTo(Verdict.PASSED);
    assertThat(atMost(new Interval(0.9, 1.0, 1.06))).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(atMost(new Interval(1.06, 1.1, 1.2))).isEqualTo(Verdict.MISSED);
  }

  @Test
  void anIntervalAboveALowerLimitPasses() {
    Interval interval = new Interval(0.86, 0.9, 0.95);

    assertThat(Verdict.of(interval, 7, Bound.AT_LEAST, 0.85)).isEqualTo(Verdict.PASSED);
    assertThat(Verdict.of(interval, 7, Bound.AT_LEAST, 0.90)).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(Verdict.of(interval, 7, Bound.AT_LEAST, 1.0)).isEqualTo(Verdict.MISSED);
  }

  @Test
  void twoRoundsDecideNothing() {
    assertThat(Verdict.of(new Interval(0.5, 0.5, 0.5), 2, Bound.AT_MOST, 1))
        .isEqualTo(Verdict.NOT_SHOWN);
  }

  private static Verdict atMost(Interval interval) {
    return Verdict.of(interval, 7, Bound.AT_MOST, 1.05);
  }
}
