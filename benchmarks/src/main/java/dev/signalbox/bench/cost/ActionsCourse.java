package dev.signalbox.bench.cost;

import dev.signalbox.bench.harness.Course;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Commits events at given times and counts what their delivery cost Temporal. */
final class ActionsCourse implements Course {

  static final String ACTIONS = "actions/1,000 events";
  static final String HISTORY_EVENTS = "history events/1,000 events";
  static final String SIGNALS = "signals/1,000 events";
  static final String ACTIVITIES = "activities/1,000 events";
  static final String RUNS = "workflow runs/1,000 events";

  private static final int PRODUCERS = 4;

  private final Supplier<PostgresDatabase> databases;
  private final Relayer.Opening opening;
  private final Shape shape;

  /**
   * How the events come.
   *
   * @param transactions of equal size, one after the other through all organizations
   * @param span over which they are spread evenly
   */
  record Shape(int events, int transactions, int organizations, Duration span) {

    /** A tenth of its organizations, or of its time where there is one: to each all is the same. */
    Shape tenth() {
      return new Shape(
          events / 10,
          Math.max(1, transactions / 10),
          Math.max(1, organizations / 10),
          organizations > 1 ? span : span.dividedBy(10));
    }
  }

  ActionsCourse(Supplier<PostgresDatabase> databases, Relayer.Opening opening, Shape shape) {
    this.databases = databases;
    this.opening = opening;
    this.shape = shape;
  }

  @Override
  public void prepare() {}

  @Override
  public Map<String, Double> run() throws Exception {
    try (Relayer relayer = opening.open(databases.get())) {
      produce(relayer);
      HistoryTally tally = relayer.awaitRest(shape.events(), organizations());
      double thousands = shape.events() / 1_000.0;
      return Map.of(
          ACTIONS, tally.actions() / thousands,
          HISTORY_EVENTS, tally.events() / thousands,
          SIGNALS, tally.signals() / thousands,
          ACTIVITIES, tally.activities() / thousands,
          RUNS, tally.runs() / thousands);
    }
  }

  private void produce(Relayer relayer) throws Exception {
    long start = System.nanoTime();
    try (ExecutorService producers = Executors.newFixedThreadPool(PRODUCERS)) {
      List<Future<?>> parts = new ArrayList<>();
      for (int i = 0; i < PRODUCERS; i++) {
        int first = i;
        parts.add(
            producers.submit(
                () -> {
                  for (int n = first; n < shape.transactions(); n += PRODUCERS) {
                    awaitTime(start + shape.span().toNanos() * n / shape.transactions());
                    relayer.commit(events(n));
                  }
                  return null;
                }));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    }
  }

  private static void awaitTime(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private List<OutboxEvent> events(int transaction) {
    String organization = "org-" + transaction % shape.organizations();
    return IntStream.range(0, shape.events() / shape.transactions())
        .mapToObj(i -> OutboxEvent.of(organization, "bench.made", "{\"n\":" + i + "}"))
        .toList();
  }

  private List<String> organizations() {
    return IntStream.range(0, shape.organizations()).mapToObj(i -> "org-" + i).toList();
  }
}
