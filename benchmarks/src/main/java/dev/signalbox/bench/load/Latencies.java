package dev.signalbox.bench.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Of one round, each from the time when it was due. Safe for use by several threads. */
public final class Latencies {

  /** The median. */
  public static final String P50 = "p50 ms";

  /** The one that most targets name. */
  public static final String P99 = "p99 ms";

  /** How many there are. */
  public static final String EVENTS = "events";

  private static final long LONGEST_MICROS = Duration.ofMinutes(10).toNanos() / 1000;
  private static final int DIGITS = 3;

  private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);

  /** Adds one; what is longer than ten minutes counts as ten. */
  public void addNanos(long nanos) {
    addMicros(nanos / 1000);
  }

  /** Like {@link #addNanos}. Clocks that two processes read may differ by a microsecond. */
  public void addMicros(long latency) {
    micros.recordValue(Math.clamp(latency, 0, LONGEST_MICROS));
  }

  /** How many there are. */
  public long count() {
    return micros.getTotalCount();
  }

  /** The median in milliseconds; 0 without any. */
  public double p50() {
    return millis(50);
  }

  /** Of a hundred, the one that one is slower than, in milliseconds; 0 without any. */
  public double p99() {
    return millis(99);
  }

  /** In milliseconds, and how many they are. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new HashMap<>();
    figures.put(P50, millis(50));
    figures.put("p90 ms", millis(90));
    figures.put(P99, millis(99));
    figures.put("p99.9 ms", millis(99.9));
    figures.put("max ms", millis(100));
    figures.put(EVENTS, (double) count());
    return figures;
  }

  private double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }
}
