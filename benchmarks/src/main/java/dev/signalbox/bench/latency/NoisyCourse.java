package dev.signalbox.bench.latency;

import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.load.Latencies;
import dev.signalbox.bench.stub.Delivery;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Quiet organizations, a neighbour with a backlog, or both. */
final class NoisyCourse implements Course {

  static final String NEIGHBOUR_RATE = "neighbour events/s";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LEAD_MICROS = 20_000;

  private final Stage stage;
  private final Opening opening;
  private final Load quiet;
  private final Neighbour neighbour;
  private int turn;
  private @Nullable BackloggedChain chain;

  /** Starts a chain on an empty database. */
  @FunctionalInterface
  interface Opening {
    /** Starts it. */
    BackloggedChain open(Stage stage) throws Exception;
  }

  /**
   * Who holds the backlog.
   *
   * @param rows zero: nobody
   * @param lasts whether a turn in which the backlog comes to its end is void
   * @param length of the turn
   * @param lessRate what is taken off its rate: what the quiet ones would need, where there are
   *     none
   */
  record Neighbour(int rows, boolean lasts, Duration length, double lessRate) {}

  NoisyCourse(Stage stage, Opening opening, Load quiet, Neighbour neighbour) {
    this.stage = stage;
    this.opening = opening;
    this.quiet = quiet;
    this.neighbour = neighbour;
  }

  @Override
  public void prepare() throws Exception {
    close();
    turn++;
    BackloggedChain fresh = opening.open(stage);
    chain = fresh;
    LatencyCourse.warmUp(fresh, new Deliveries(stage.stub()), quiet.warmUp().events(turn));
    if (neighbour.rows() > 0) {
      fresh.preload(neighbour.rows(), quiet.payloadBytes());
    }
  }

  @Override
  public Map<String, Double> run() throws Exception {
    try {
      return measured();
    } finally {
      close(); // so that it takes nothing from the next contender's turn
    }
  }

  private Map<String, Double> measured() throws Exception {
    BackloggedChain prepared = chain;
    if (prepared == null) {
      throw new IllegalStateException("A round is prepared first.");
    }
    OpenLoop loop = new OpenLoop(prepared, quiet.arrivals().apply(turn), quiet.payloadBytes());
    Deliveries deliveries = new Deliveries(stage.stub());
    long start = WallClock.micros() + LEAD_MICROS;
    prepared.startBacklog();
    List<Sent> sent = loop.run(start);
    WallClock.await(start + micros(neighbour.length()));
    Set<String> ids = sent.stream().map(each -> each.event().id()).collect(Collectors.toSet());
    deliveries.await(ids, PATIENCE);
    prepared.checkBacklog();
    Map<String, Double> figures = new HashMap<>();
    if (!sent.isEmpty()) {
      figures.putAll(quietFigures(prepared, sent, deliveries, start));
    }
    if (neighbour.rows() > 0) {
      figures.put(NEIGHBOUR_RATE, neighbourRate(deliveries, ids, start));
    }
    return figures;
  }

  private Map<String, Double> quietFigures(
      Chain prepared, List<Sent> sent, Deliveries deliveries, long start) {
    List<Sent> counted = sent.stream().filter(each -> quiet.counts(each, start)).toList();
    Latencies latencies = new Latencies();
    counted.forEach(each -> latencies.addMicros(quiet.span().micros(each, deliveries.of(each))));
    Map<String, Double> figures = latencies.figures();
    figures.putAll(prepared.wakes(counted, deliveries));
    return figures;
  }

  private double neighbourRate(Deliveries deliveries, Set<String> quietIds, long start)
      throws Exception {
    long from = start + micros(quiet.leadIn());
    long to = start + micros(neighbour.length());
    List<Delivery> own =
        deliveries.all().stream()
            .filter(each -> !quietIds.contains(each.id()) && each.answeredMicros() < to)
            .toList();
    if (neighbour.lasts() && own.size() >= neighbour.rows()) {
      throw new IllegalStateException(
          "The backlog of %d rows came to its end before the turn.".formatted(neighbour.rows()));
    }
    long within = own.stream().filter(each -> each.answeredMicros() >= from).count();
    return within * 1e6 / (to - from) - neighbour.lessRate();
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  @Override
  public void close() {
    if (chain != null) {
      chain.close();
      chain = null;
    }
  }
}
