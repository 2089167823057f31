package dev.signalbox.bench.cost;

import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.net.URI;
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

/** Appends 1,000 events at given times and counts what their delivery cost Temporal. */
final class ActionsCourse implements Course {

  static final int EVENTS = 1_000;
  static final String ACTIONS = "actions/1,000 events";
  static final String HISTORY_EVENTS = "history events/1,000 events";
  static final String SIGNALS = "signals";
  static final String SLICES = "slices";
  static final String RUNS = "workflow runs";

  private static final int PRODUCERS = 4;

  private final Supplier<PostgresDatabase> databases;
  private final TemporalService temporal;
  private final Shape shape;

  /**
   * How the events come.
   *
   * @param transactions of equal size, one after the other through all organizations
   * @param span over which they are spread evenly
   */
  record Shape(int transactions, int organizations, Duration span) {}

  ActionsCourse(TestBed bed, Shape shape) {
    this(bed::newDatabase, bed.temporal(), shape);
  }

  ActionsCourse(Supplier<PostgresDatabase> databases, TemporalService temporal, Shape shape) {
    this.databases = databases;
    this.temporal = temporal;
    this.shape = shape;
  }

  @Override
  public void prepare() {}

  @Override
  public Map<String, Double> run() throws Exception {
    try (SvixEmulator svix = SvixEmulator.start();
        RelayRig rig =
            new RelayRig(
                databases.get(),
                temporal,
                URI.create(svix.url()),
                svix.token(),
                StepSettings.DEFAULT)) {
      produce(rig);
      rig.awaitDelivered();
      organizations().forEach(rig::awaitRest);
      HistoryTally tally = HistoryTally.of(rig.client(), rig.runs());
      if (svix.ledger().messageCount() != EVENTS) {
        throw new IllegalStateException(
            "Svix has %d of %d messages.".formatted(svix.ledger().messageCount(), EVENTS));
      }
      return Map.of(
          ACTIONS, (double) tally.actions(),
          HISTORY_EVENTS, (double) tally.events(),
          SIGNALS, (double) tally.signals(),
          SLICES, (double) tally.activities(),
          RUNS, (double) tally.runs());
    }
  }

  private void produce(RelayRig rig) throws Exception {
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
                    rig.appendAndSignal(events(n));
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
    return IntStream.range(0, EVENTS / shape.transactions())
        .mapToObj(i -> OutboxEvent.of(organization, "bench.made", "{\"n\":" + i + "}"))
        .toList();
  }

  private List<String> organizations() {
    return IntStream.range(0, shape.organizations()).mapToObj(i -> "org-" + i).toList();
  }
}
