package dev.signalbox.bench.backlog;

import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.load.EvenLoad;
import dev.signalbox.bench.load.Latencies;
import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.bench.relay.RelaySettings;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Steady traffic while a long transaction keeps what is dead, or without one. What the minutes
 * before would have left is written beforehand, so that a short stretch is as the end of a long
 * one. Afterwards the transaction ends, and it is waited for autovacuum.
 */
final class HorizonCourse implements Course {

  static final String RATE = "delivered events/s";
  static final String DEAD = "dead row versions at the end";
  static final String SIZE = "MiB of outbox and leases at the end";
  static final String CLEAN = "s until clean";

  private static final String PREFIX = "org-";
  private static final String SCHEDULED = "{\"at\":";
  private static final String FILLING = "x".repeat(180);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONGEST_CLEANING = Duration.ofMinutes(2);

  /** Autovacuum leaves a table alone that has 50 of them and a twentieth of its rows. */
  private static final double FEW = 200;

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private static final String DEAD_VERSIONS =
      "SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE relname IN ('outbox_event',"
          + " 'relay_lease')";
  private static final String MIB =
      "SELECT (pg_total_relation_size('signalbox.outbox_event')"
          + " + pg_total_relation_size('signalbox.relay_lease')) / 1048576.0";

  private final Supplier<PostgresDatabase> databases;
  private final TemporalService temporal;
  private final Traffic traffic;
  private final boolean held;
  private final InstantDestination destination = new InstantDestination();
  private @Nullable PostgresDatabase database;
  private @Nullable RelayRig rig;
  private @Nullable Horizon horizon;

  /**
   * What comes, and what is left from before.
   *
   * @param transactions of the turn
   * @param lot events of each, all of one organization
   * @param deadEvents rows that were written and deleted before
   * @param leaseUpdates of each lease, before
   */
  record Traffic(
      int organizations,
      int transactions,
      int lot,
      Duration span,
      int deadEvents,
      int leaseUpdates) {

    int events() {
      return transactions * lot;
    }
  }

  /**
   * Starts nothing yet.
   *
   * @param held whether a transaction is open meanwhile
   */
  HorizonCourse(
      Supplier<PostgresDatabase> databases,
      TemporalService temporal,
      Traffic traffic,
      boolean held) {
    this.databases = databases;
    this.temporal = temporal;
    this.traffic = traffic;
    this.held = held;
  }

  /** A database of its own for each turn: what the last one left must not count. */
  @Override
  public void prepare() throws SQLException {
    close();
    PostgresDatabase fresh = databases.get();
    database = fresh;
    RelayRig started =
        new RelayRig(
            fresh,
            temporal,
            destination,
            RelaySettings.withoutSweep(
                StepSettings.DEFAULT.drain().batchRows(), StepSettings.DEFAULT.drain().linger()));
    rig = started;
    deliverOneEach(started);
    IntStream.range(0, traffic.organizations()).forEach(i -> started.awaitRest(PREFIX + i));
    if (held) {
      horizon = new Horizon(fresh.dataSource());
    }
    Horizon.leaveDead(
        fresh.dataSource(),
        PREFIX,
        traffic.organizations(),
        traffic.deadEvents(),
        traffic.leaseUpdates());
    Outboxes.execute(
        fresh.dataSource(),
        "VACUUM (ANALYZE) signalbox.outbox_event",
        "VACUUM (ANALYZE) signalbox.relay_lease",
        "CHECKPOINT");
    deliverOneEach(started); // all of them are warm when it begins
  }

  @Override
  public Map<String, Double> run() throws Exception {
    RelayRig prepared = rig;
    PostgresDatabase outbox = database;
    if (prepared == null || outbox == null) {
      throw new IllegalStateException("A round is prepared first.");
    }
    Latencies latencies = new Latencies();
    AtomicLong last = new AtomicLong();
    destination.tell(
        event -> {
          long now = System.nanoTime();
          latencies.addNanos(now - scheduled(event));
          last.accumulateAndGet(now, Math::max);
        });
    long start =
        new EvenLoad(traffic.transactions(), traffic.span())
            .run((number, scheduled) -> prepared.appendAndSignal(lot(number, scheduled)));
    InstantDestination.await(() -> latencies.count() >= traffic.events(), PATIENCE);
    Map<String, Double> figures = new HashMap<>(latencies.figures());
    figures.put(RATE, traffic.events() / ((last.get() - start) / 1e9));
    IntStream.range(0, traffic.organizations()).forEach(i -> prepared.awaitRest(PREFIX + i));
    prepared.close(); // a session that has ended has told all that it did
    rig = null;
    figures.put(DEAD, Outboxes.number(outbox.dataSource(), DEAD_VERSIONS));
    figures.put(SIZE, Outboxes.number(outbox.dataSource(), MIB));
    figures.put(CLEAN, secondsUntilClean(outbox));
    return figures;
  }

  /** Autovacuum is told to look every second, so that its nap of a minute is not measured. */
  private double secondsUntilClean(PostgresDatabase outbox) throws SQLException {
    Outboxes.execute(
        outbox.dataSource(),
        "ALTER SYSTEM SET autovacuum_naptime = '1s'",
        "SELECT pg_reload_conf()");
    try {
      letGo();
      long released = System.nanoTime();
      while (Outboxes.number(outbox.dataSource(), DEAD_VERSIONS) > FEW) {
        if (System.nanoTime() - released > LONGEST_CLEANING.toNanos()) {
          throw new IllegalStateException("Dead rows are still there after " + LONGEST_CLEANING);
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
      return (System.nanoTime() - released) / 1e9;
    } finally {
      Outboxes.execute(
          outbox.dataSource(), "ALTER SYSTEM RESET autovacuum_naptime", "SELECT pg_reload_conf()");
    }
  }

  private void deliverOneEach(RelayRig started) throws SQLException {
    AtomicLong delivered = new AtomicLong();
    destination.tell(event -> delivered.incrementAndGet());
    started.appendAndSignal(
        IntStream.range(0, traffic.organizations())
            .mapToObj(i -> OutboxEvent.of(PREFIX + i, "order.placed", "{}"))
            .toList());
    InstantDestination.await(() -> delivered.get() >= traffic.organizations(), PATIENCE);
  }

  private List<OutboxEvent> lot(int number, long scheduled) {
    String payload = "%s%d,\"data\":\"%s\"}".formatted(SCHEDULED, scheduled, FILLING);
    OutboxEvent event =
        OutboxEvent.of(PREFIX + number % traffic.organizations(), "order.placed", payload);
    return Collections.nCopies(traffic.lot(), event);
  }

  private static long scheduled(PendingEvent event) {
    String payload = event.payload();
    return Long.parseLong(payload.substring(SCHEDULED.length(), payload.indexOf(',')));
  }

  private void letGo() throws SQLException {
    if (horizon != null) {
      horizon.close();
      horizon = null;
    }
  }

  @Override
  public void close() {
    if (rig != null) {
      rig.close();
      rig = null;
    }
    try {
      letGo();
    } catch (SQLException e) {
      throw new IllegalStateException("The long transaction cannot be ended.", e);
    }
    if (database != null) {
      database.close();
      database = null;
    }
  }
}
