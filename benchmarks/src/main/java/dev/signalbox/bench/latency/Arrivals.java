package dev.signalbox.bench.latency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Draws times and organizations. The same seed gives the same ones. Used by one thread. */
final class Arrivals {

  private static final long SEED = 20_261_121;
  private static final double SECOND = 1_000_000;

  private final RandomGenerator random;

  /** Those of a turn: each has its own, and every contender meets the same. */
  Arrivals(int turn) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + turn);
  }

  /** Each organization at most once; independent of each other, so many a second on average. */
  List<Arrival> ofIdle(int organizations, double rate, int count) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < organizations; i++) {
      left.add(i);
    }
    List<Arrival> arrivals = new ArrayList<>(count);
    double at = 0;
    for (int i = 0; i < count; i++) {
      at += gapMicros(rate);
      arrivals.add(new Arrival((long) at, name(left.remove(random.nextInt(left.size())))));
    }
    return arrivals;
  }

  /** Independent of each other; the k-th organization has 1/k of the first one's share. */
  List<Arrival> ofZipf(int organizations, double rate, Duration length) {
    double[] shares = new double[organizations];
    double sum = 0;
    for (int i = 0; i < organizations; i++) {
      sum += 1.0 / (i + 1);
      shares[i] = sum;
    }
    double all = sum;
    return during(
        rate,
        length,
        () -> {
          int found = Arrays.binarySearch(shares, random.nextDouble() * all);
          return name(found < 0 ? -found - 1 : found);
        });
  }

  /**
   * The same without the first of each organization, up to a time of its own: who came at once
   * would go on at once for minutes.
   *
   * @param within before which each organization's time is
   */
  List<Arrival> staggered(List<Arrival> arrivals, Duration within) {
    long latest = within.toNanos() / 1_000;
    Map<String, Long> begins = new HashMap<>();
    return arrivals.stream()
        .filter(
            arrival ->
                arrival.atMicros()
                    >= begins.computeIfAbsent(
                        arrival.organization(), any -> random.nextLong(latest)))
        .toList();
  }

  /** Independent of each other, all organizations alike. */
  List<Arrival> ofEqual(int organizations, double rate, Duration length) {
    return during(rate, length, () -> name(random.nextInt(organizations)));
  }

  private List<Arrival> during(double rate, Duration length, Supplier<String> organization) {
    long end = length.toNanos() / 1_000;
    List<Arrival> arrivals = new ArrayList<>();
    for (double at = gapMicros(rate); at < end; at += gapMicros(rate)) {
      arrivals.add(new Arrival((long) at, organization.get()));
    }
    return arrivals;
  }

  private double gapMicros(double rate) {
    return random.nextExponential() / rate * SECOND;
  }

  private static String name(int number) {
    return "tenant-" + number;
  }
}
