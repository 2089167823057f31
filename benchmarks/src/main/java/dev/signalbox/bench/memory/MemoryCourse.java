package dev.signalbox.bench.memory;

import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.worker.MeasuredProcess;
import dev.signalbox.bench.worker.WorkerFigures;
import dev.signalbox.bench.worker.WorkerProcess;
import dev.signalbox.bench.worker.WorkerProcess.Site;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.Source;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalListener;
import dev.signalbox.signal.SignalerOptions;
import io.temporal.client.WorkflowClientOptions;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Wakes new organizations in each turn, measures the relay when each has a request open, lets them
 * go, and measures again when all workflows have ended. One process for all turns, so that what is
 * paid once is paid in the warm-up.
 */
final class MemoryCourse implements Course {

  /** More than are used. */
  static final int SLOTS = 10_000;

  /** To PostgreSQL, at most; the default. */
  static final int CONNECTIONS = 20;

  /**
   * A call may stay open while the others start; the rest is as short as the order of the deadlines
   * allows. One call per organization, as the floor has.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "SIGNALBOX_CALL_TIMEOUT", "20s",
          "SIGNALBOX_SLICE_TIME", "1s",
          "SIGNALBOX_DRAINING_STEP", "21s",
          "SIGNALBOX_LINGER", "0s",
          "SIGNALBOX_ACTIVITY_SLOTS", Integer.toString(SLOTS),
          "SIGNALBOX_IN_FLIGHT_TOTAL", "10000",
          "SIGNALBOX_IN_FLIGHT_PER_ORGANIZATION", "1",
          "SIGNALBOX_DATABASE_POOL_SIZE", Integer.toString(CONNECTIONS),
          "SIGNALBOX_SWEEP_INTERVAL", "1h");

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration DRAINING = Duration.ofSeconds(90);

  private final HoldingStub stub;
  private final Crowd crowd;
  private final WorkerProcess relay;
  private final RelaySignaler signaler;
  private List<String> organizations = List.of();
  private int turn;

  MemoryCourse(Site site, HoldingStub stub, Crowd crowd) throws IOException {
    this.stub = stub;
    this.crowd = crowd;
    this.relay = WorkerProcess.start(site, MeasuredProcess.TIGHT_HEAP, SETTINGS);
    this.signaler =
        RelaySignaler.start(
            SignalerOptions.builder()
                .source(new Source(relay.source()))
                .taskQueue(relay.source())
                .build(),
            site.temporal().stubsOptions(),
            WorkflowClientOptions.newBuilder().setNamespace(site.temporal().namespace()).build(),
            site.database().dataSource(),
            SignalListener.NONE);
  }

  static Map<String, String> settings() {
    return SETTINGS;
  }

  @Override
  public void prepare() throws SQLException {
    turn++;
    organizations =
        IntStream.range(0, crowd.organizations()).mapToObj(i -> "org-" + turn + "-" + i).toList();
    Messages messages = new Messages(crowd.payloadBytes());
    OutboxTransaction transactions =
        new OutboxTransaction(relay.database().dataSource(), new Outbox(), woken -> {});
    List<OutboxEvent> events =
        organizations.stream()
            .flatMap(organization -> messages.of(organization, crowd.events()).stream())
            .map(
                message ->
                    OutboxEvent.of(message.organization(), message.type(), message.payload()))
            .toList();
    transactions.run(transaction -> transaction.appendBatch(events));
    stub.hold();
  }

  @Override
  public Map<String, Double> run() throws Exception {
    WorkerFigures before = relay.measure();
    WorkerFigures peak;
    int active;
    try {
      organizations.forEach(organization -> signaler.signalRelay(new OrganizationId(organization)));
      active = new OpenRequests(stub).await(crowd);
      peak = relay.measure();
    } finally {
      stub.release();
    }
    awaitEnd(before);
    WorkerFigures after = relay.measure();
    double tasks = after.workflowTasks() - before.workflowTasks();
    return Map.of(
        MemoryFigures.ACTIVE,
        (double) active,
        MemoryFigures.ACTIVE_HEAP,
        MemoryFigures.kibEach(before.heap(), peak.heap(), active),
        MemoryFigures.ACTIVE_RESIDENT,
        MemoryFigures.kibEach(before.resident(), peak.resident(), active),
        MemoryFigures.RESIDENT,
        MemoryFigures.mib(peak.resident()),
        MemoryFigures.IDLE_HEAP,
        (after.heap() - before.heap()) / crowd.organizations(),
        MemoryFigures.REPLAYED,
        100 * (after.replays() - before.replays()) / tasks);
  }

  /** When all workflows have completed, nothing of theirs is pending. */
  private void awaitEnd(WorkerFigures before) throws IOException {
    long end = System.nanoTime() + DRAINING.toNanos();
    while (relay.count().completedRuns() - before.completedRuns() < crowd.organizations()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("Workflows still run after " + DRAINING);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  @Override
  public void close() {
    signaler.close();
    relay.close();
  }
}
