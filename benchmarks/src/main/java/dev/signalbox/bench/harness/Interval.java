package dev.signalbox.bench.harness;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A median and the bounds between which it lies with 95 % confidence, by percentile bootstrap. */
public record Interval(double low, double median, double high) {

  /** Draws the resamples; fixed, so that the same rounds give the same interval. */
  public static final long SEED = 20_261_121;

  private static final int RESAMPLES = 10_000;
  private static final double TAIL = 0.025;

  /**
   * Of these values.
   *
   * @throws IllegalArgumentException for none
   */
  public static Interval of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("There is no interval of no values.");
    }
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    double[] medians = new double[RESAMPLES];
    double[] sample = new double[values.size()];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < sample.length; j++) {
        sample[j] = values.get(random.nextInt(sample.length));
      }
      medians[i] = median(sample);
    }
    Arrays.sort(medians);
    int cut = (int) (TAIL * RESAMPLES);
    return new Interval(medians[cut], median(values), medians[RESAMPLES - 1 - cut]);
  }

  /** The middle value, or the mean of the two in the middle. */
  public static double median(List<Double> values) {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
