package dev.signalbox.bench.idle;

import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.bench.worker.MeasuredProcess;
import dev.signalbox.bench.worker.WorkerFigures;
import dev.signalbox.bench.worker.WorkerProcess;
import dev.signalbox.bench.worker.WorkerProcess.Site;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Workers that have nothing to do, each in a process of its own on a database of its own. They are
 * idle at the same time, so that whatever else happens on the machine happens to all of them; a
 * stretch of silence is measured when the first of them is asked for its figures, for all. Used by
 * one thread.
 */
final class Silence implements AutoCloseable {

  private static final Duration SETTLING = Duration.ofSeconds(8);
  private static final int SWEEPS = 21;
  private static final double MINUTE = 60e9;

  private final Supplier<PostgresDatabase> databases;
  private final TemporalService temporal;
  private final URI svix;
  private final Plan plan;
  private final WorkflowServiceStubs stubs;
  private final Map<Integer, WorkerProcess> relays = new LinkedHashMap<>();
  private final Map<Integer, Map<String, Double>> unread = new HashMap<>();

  /**
   * How long, and with which settings.
   *
   * @param window that is measured
   * @param settings of the worker that differ from its defaults
   */
  record Plan(Duration window, Map<String, String> settings) {}

  /** What a worker has done so far. */
  private record Count(WorkerFigures worker, double wal) {}

  /** One that is being measured. */
  private record Stretch(int organizations, WorkerProcess relay, Count before) {}

  Silence(TestBed bed, Stub stub, Plan plan) {
    this(bed::newDatabase, bed.temporal(), stub.url(), plan);
  }

  Silence(Supplier<PostgresDatabase> databases, TemporalService temporal, URI svix, Plan plan) {
    this.databases = databases;
    this.temporal = temporal;
    this.svix = svix;
    this.plan = plan;
    this.stubs = temporal.newServiceStubs();
  }

  /** Adds a worker for so many idle organizations, who names itself by their number. */
  void add(int organizations) throws SQLException, IOException {
    Site site = new Site(databases.get(), temporal, svix, Stub.TOKEN).migrated();
    if (organizations > 0) {
      DeliveredOnce.write(site.database().dataSource(), organizations);
    }
    relays.put(
        organizations, WorkerProcess.start(site, MeasuredProcess.TIGHT_HEAP, plan.settings()));
  }

  /** Lets what belongs to the start pass. */
  void settle() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
  }

  /** Of the worker with so many idle organizations, in a stretch that it has not told yet. */
  Map<String, Double> figures(int organizations)
      throws SQLException, IOException, InterruptedException {
    if (!unread.containsKey(organizations)) {
      pass();
    }
    Map<String, Double> figures = unread.remove(organizations);
    if (figures == null) {
      throw new IllegalStateException("No worker has %d organizations.".formatted(organizations));
    }
    return figures;
  }

  private void pass() throws SQLException, IOException, InterruptedException {
    List<Stretch> stretches = new ArrayList<>();
    for (Map.Entry<Integer, WorkerProcess> relay : relays.entrySet()) {
      stretches.add(new Stretch(relay.getKey(), relay.getValue(), count(relay.getValue())));
    }
    Instant from = Instant.now();
    long start = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(plan.window().toMillis());
    double minutes = (System.nanoTime() - start) / MINUTE;
    Instant to = Instant.now();
    for (Stretch stretch : stretches) {
      WorkerProcess relay = stretch.relay();
      Map<String, Double> figures =
          new HashMap<>(difference(stretch.before(), count(relay), minutes));
      figures.putAll(ofTemporal(relay, from, to, minutes));
      unread.put(stretch.organizations(), figures);
    }
    for (Stretch stretch : stretches) { // all have been counted by now
      unread
          .computeIfAbsent(stretch.organizations(), none -> new HashMap<>())
          .put(IdleFigures.SWEEP, stretch.relay().sweep(SWEEPS) / 1e6);
    }
  }

  private static Count count(WorkerProcess relay) throws SQLException, IOException {
    return new Count(relay.count(), Backends.walBytes(relay.database().dataSource()));
  }

  private static Map<String, Double> difference(Count before, Count after, double minutes) {
    return Map.of(
        IdleFigures.STATEMENTS,
            (after.worker().statements() - before.worker().statements()) / minutes,
        IdleFigures.CALLS,
            (after.worker().temporalCalls() - before.worker().temporalCalls()) / minutes,
        IdleFigures.CPU,
            (after.worker().processorNanos() - before.worker().processorNanos()) / 1e6 / minutes,
        IdleFigures.WAL, (after.wal() - before.wal()) / minutes,
        IdleFigures.RESIDENT, after.worker().resident() / 1024 / 1024);
  }

  /** The in-memory server has neither schedules nor lists; its workers sweep by themselves. */
  private Map<String, Double> ofTemporal(
      WorkerProcess relay, Instant from, Instant to, double minutes) {
    if (temporal.isInMemory()) {
      return Map.of();
    }
    SweepRuns.Tally tally =
        SweepRuns.between(stubs, temporal.namespace(), relay.source(), from, to);
    Map<String, Double> figures = new HashMap<>();
    figures.put(IdleFigures.ACTIONS, tally.actions() / minutes);
    figures.put(IdleFigures.HISTORY_EVENTS, tally.events() / minutes);
    figures.put(IdleFigures.SWEEPS, tally.sweeps() / minutes);
    figures.put(IdleFigures.RUNS, tally.organizations() / minutes);
    if (tally.sweeps() > 0) {
      figures.put(IdleFigures.ACTIONS_OF_A_SWEEP, (double) tally.actions() / tally.sweeps());
    }
    return figures;
  }

  @Override
  public void close() {
    relays.values().forEach(WorkerProcess::close);
    relays.clear();
    stubs.shutdownNow();
  }
}
