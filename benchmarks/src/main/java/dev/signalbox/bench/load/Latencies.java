package dev.signalbox.bench.load;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** From the time when each was due. Safe for use by several threads. */
public final class Latencies {

  /** The one that targets name. */
  public static final String P99 = "p99 ms";

  private static final long LONGEST_MICROS = Duration.ofMinutes(10).toNanos() / 1000;
  private static final int DIGITS = 3;

  private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);

  /** Adds one; what is longer than ten minutes counts as ten. */
  public void add(long nanos) {
    micros.recordValue(Math.clamp(nanos / 1000, 0, LONGEST_MICROS));
  }

  /** How many there are. */
  public long count() {
    return micros.getTotalCount();
  }

  /** In milliseconds. */
  public Map<String, Double> figures() {
    return Map.of(
        "p50 ms",
        millis(50),
        "p90 ms",
        millis(90),
        P99,
        millis(99),
        "p99.9 ms",
        millis(99.9),
        "max ms",
        millis(100));
  }

  private double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }
}
