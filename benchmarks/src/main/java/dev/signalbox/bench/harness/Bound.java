package dev.signalbox.bench.harness;

/** On which side of its limit a ratio has to lie. */
public enum Bound {
  /** Small is good. */
  AT_MOST,
  /** Large is good. */
  AT_LEAST;

  boolean holds(double value, double limit) {
    return this == AT_MOST ? value <= limit : value >= limit;
  }

  boolean isBetter(double one, double other) {
    return this == AT_MOST ? one < other : one > other;
  }
}
