package dev.signalbox.bench.latency;

import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.load.Latencies;
import dev.signalbox.outbox.EventId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets arrivals meet a chain that was started for the turn, and measures each of their events. */
final class LatencyCourse implements Course {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** From the beginning of the run to the time zero of the arrivals. */
  private static final long LEAD_MICROS = 20_000;

  private final Stage stage;
  private final Chain.Opening opening;
  private final Load load;
  private int turn;
  private @Nullable Chain chain;

  LatencyCourse(Stage stage, Chain.Opening opening, Load load) {
    this.stage = stage;
    this.opening = opening;
    this.load = load;
  }

  @Override
  public void prepare() throws Exception {
    close();
    turn++;
    Chain fresh = opening.open(stage.databases().get(), stage.stub().url());
    chain = fresh;
    Deliveries deliveries = new Deliveries(stage.stub());
    warmUp(fresh, deliveries, load.warmUp().events(turn));
    if (load.warmUp().known()) {
      List<String> organizations =
          load.arrivals().apply(turn).stream().map(Arrival::organization).distinct().toList();
      deliver(fresh, deliveries, organizations);
      fresh.awaitRest(organizations);
    }
  }

  /** Delivers so many events, one after the other. */
  static void warmUp(Chain chain, Deliveries deliveries, int events) throws Exception {
    for (int i = 0; i < events; i++) {
      deliver(chain, deliveries, List.of("warm-" + i));
    }
  }

  /** Delivers an event of each of them. */
  private static void deliver(Chain chain, Deliveries deliveries, List<String> organizations)
      throws Exception {
    List<String> ids = new ArrayList<>();
    for (String organization : organizations) {
      String id = EventId.mint().toString();
      ids.add(id);
      chain.commit(new Event(id, organization, "{}"));
    }
    deliveries.await(ids, PATIENCE);
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
    Chain prepared = chain;
    if (prepared == null) {
      throw new IllegalStateException("A round is prepared first.");
    }
    OpenLoop loop = new OpenLoop(prepared, load.arrivals().apply(turn), load.payloadBytes());
    Deliveries deliveries = new Deliveries(stage.stub());
    long start = WallClock.micros() + LEAD_MICROS;
    List<Sent> sent = loop.run(start);
    deliveries.await(sent.stream().map(each -> each.event().id()).toList(), PATIENCE);
    List<Sent> counted = sent.stream().filter(each -> load.counts(each, start)).toList();
    Latencies latencies = new Latencies();
    counted.forEach(each -> latencies.addMicros(load.span().micros(each, deliveries.of(each))));
    Map<String, Double> figures = latencies.figures();
    figures.putAll(
        load.span() == Span.COMMIT_TO_FIRST_BYTE // else an organization has more than one event
            ? prepared.figures(sent)
            : prepared.wakes(counted, deliveries));
    return figures;
  }

  @Override
  public void close() {
    if (chain != null) {
      chain.close();
      chain = null;
    }
  }
}
