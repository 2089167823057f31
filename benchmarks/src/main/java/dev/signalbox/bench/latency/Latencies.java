package dev.signalbox.bench.latency;

import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Latencies of one round. Used by one thread. */
final class Latencies {

  static final String P50 = "p50 ms";
  static final String P99 = "p99 ms";
  static final String EVENTS = "events";

  private static final int DIGITS = 3;

  private final Histogram micros = new Histogram(DIGITS);

  /** Clocks that two processes read may differ by a microsecond. */
  void add(long latencyMicros) {
    micros.recordValue(Math.max(0, latencyMicros));
  }

  boolean isEmpty() {
    return micros.getTotalCount() == 0;
  }

  /** In milliseconds. */
  double p50() {
    return millis(50);
  }

  /** In milliseconds, and how many they are. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new HashMap<>();
    figures.put(P50, millis(50));
    figures.put("p90 ms", millis(90));
    figures.put(P99, millis(99));
    figures.put("p99.9 ms", millis(99.9));
    figures.put("max ms", millis(100));
    figures.put(EVENTS, (double) micros.getTotalCount());
    return figures;
  }

  private double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }
}
