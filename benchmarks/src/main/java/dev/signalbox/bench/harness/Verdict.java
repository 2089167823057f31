package dev.signalbox.bench.harness;

/** What a target's interval says. */
public enum Verdict {
  /** All of the interval lies on the right side of the limit. */
  PASSED,
  /** The limit lies within the interval, or too few rounds count. */
  NOT_SHOWN,
  /** All of the interval lies on the wrong side. */
  MISSED;

  /** Fewer rounds decide nothing. */
  static final int FEWEST_ROUNDS = 3;

  static Verdict of(Interval interval, int rounds, Bound bound, double limit) {
    if (rounds < FEWEST_ROUNDS) {
      return NOT_SHOWN;
    }
    boolean low = bound.holds(interval.low(), limit);
    boolean high = bound.holds(interval.high(), limit);
    if (low && high) {
      return PASSED;
    }
    return low || high ? NOT_SHOWN : MISSED;
  }
}
