package dev.signalbox.demo.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What happens when. The same seed, length and kinds give the same plan.
 *
 * @param tracks independent of each other; the faults of one follow each other
 */
record Plan(List<List<PlannedFault>> tracks) {

  static final int WORKERS = 2;

  /** Longer than Temporal waits for a slice: who wakes up then finds a successor at work. */
  private static final int OUTLIVED_SECONDS = 64;

  private static final Duration LONG_RUN = Duration.ofMinutes(4);

  private static final List<FaultKind> OF_SVIX =
      Stream.of(FaultKind.values()).filter(FaultKind::isOfSvix).toList();

  private static final List<FaultKind> AROUND =
      List.of(
          FaultKind.POSTGRES,
          FaultKind.CONNECTIONS_CUT,
          FaultKind.CONNECTIONS_CUT,
          FaultKind.SIGNALS_DROPPED);

  private static final List<FaultKind> OF_PRODUCERS =
      List.of(FaultKind.PRODUCERS_KILLED, FaultKind.PRODUCERS_HALTED);

  Plan {
    tracks = tracks.stream().map(List::copyOf).toList();
  }

  /**
   * Draws one.
   *
   * @param withTemporal whether Temporal can be killed
   */
  static Plan draw(long seed, Duration length, boolean withTemporal) {
    SplittableRandom random = new SplittableRandom(seed);
    List<FaultKind> around = new ArrayList<>(AROUND);
    if (withTemporal) {
      around.add(FaultKind.TEMPORAL);
    }
    List<List<PlannedFault>> tracks = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      tracks.add(workerTrack(random.split(), length, worker));
    }
    tracks.add(deckTrack(random.split(), length, OF_PRODUCERS, 12_000));
    tracks.add(deckTrack(random.split(), length, around, 10_000));
    tracks.add(deckTrack(random.split(), length, OF_SVIX, 5_000));
    return new Plan(tracks);
  }

  /** All of it, by time. */
  List<PlannedFault> inOrder() {
    return tracks.stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(PlannedFault::at))
        .toList();
  }

  private static List<PlannedFault> workerTrack(
      RandomGenerator random, Duration length, int worker) {
    List<PlannedFault> track = new ArrayList<>();
    Duration time = Duration.ZERO;
    while (true) {
      time = time.plus(between(random, 6_000, 20_000));
      PlannedFault fault = workerFault(random, length, worker, time);
      if (fault.end().compareTo(length) > 0) {
        return track;
      }
      track.add(fault);
      time = fault.end();
    }
  }

  private static PlannedFault workerFault(
      RandomGenerator random, Duration length, int worker, Duration at) {
    double draw = random.nextDouble();
    long seed = random.nextLong();
    if (draw < 0.8) {
      Duration away = between(random, 0, 3_000);
      return new PlannedFault(FaultKind.WORKER_KILLED, at, away, worker, seed);
    }
    if (draw < 0.88) {
      Duration away = between(random, 0, 3_000);
      return new PlannedFault(FaultKind.WORKER_STOPPED, at, away, worker, seed);
    }
    boolean outlived = draw > 0.97 && length.compareTo(LONG_RUN) >= 0;
    Duration pause = between(random, 2_000, 20_000).plusSeconds(outlived ? OUTLIVED_SECONDS : 0);
    return new PlannedFault(FaultKind.WORKER_PAUSED, at, pause, worker, seed);
  }

  /** Every kind comes once before any comes again. */
  private static List<PlannedFault> deckTrack(
      RandomGenerator random, Duration length, List<FaultKind> kinds, int longestPeace) {
    List<PlannedFault> track = new ArrayList<>();
    List<FaultKind> deck = new ArrayList<>();
    Duration time = Duration.ZERO;
    while (true) {
      if (deck.isEmpty()) {
        deck.addAll(kinds);
        Collections.shuffle(deck, new Random(random.nextLong()));
      }
      time = time.plus(between(random, 1_000, longestPeace));
      PlannedFault fault = fault(random, deck.removeLast(), time);
      if (fault.end().compareTo(length) > 0) {
        return track;
      }
      track.add(fault);
      time = fault.end();
    }
  }

  private static PlannedFault fault(RandomGenerator random, FaultKind kind, Duration at) {
    boolean one = kind.isOfSvix() && random.nextDouble() < 0.4;
    int target = one ? random.nextInt(Organizations.COUNT) : PlannedFault.ALL;
    Duration length =
        switch (kind) {
          case POSTGRES -> between(random, 0, 3_000);
          case TEMPORAL -> between(random, 0, 6_000);
          case CONNECTIONS_CUT, PRODUCERS_HALTED -> Duration.ZERO;
          case PRODUCERS_KILLED -> between(random, 0, 2_000);
          default -> between(random, 3_000, 8_000);
        };
    return new PlannedFault(kind, at, length, target, random.nextLong());
  }

  private static Duration between(RandomGenerator random, int leastMillis, int mostMillis) {
    return Duration.ofMillis(random.nextInt(leastMillis, mostMillis + 1));
  }

  /** How often each kind is planned, for people. */
  String summary() {
    List<PlannedFault> all = inOrder();
    return Stream.of(FaultKind.values())
        .map(kind -> kind.label() + " " + all.stream().filter(f -> f.kind() == kind).count())
        .collect(Collectors.joining(", "));
  }
}
