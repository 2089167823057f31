package dev.signalbox.bench.backlog;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.backlog.HorizonCourse.Traffic;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import dev.signalbox.bench.load.Latencies;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A drain beside the rows of others, and one while a long transaction keeps what is dead. */
public final class BacklogHorizon implements Benchmark {

  private static final String FLOOR = "SELECT and DELETE by known ids";
  private static final String CLEAN = "signalbox, no long transaction";
  private static final String HELD = "signalbox, a REPEATABLE READ transaction open";

  private static final List<Integer> ROWS = List.of(0, 100_000, 1_000_000);
  private static final List<Integer> QUICK_ROWS = List.of(0, 100_000);

  /** The dead rows of five minutes at this rate. */
  private static final Traffic STEADY =
      new Traffic(20, 800, 10, Duration.ofSeconds(10), 240_000, 1_200);

  private static final Traffic QUICK_STEADY =
      new Traffic(20, 320, 10, Duration.ofSeconds(4), 48_000, 240);

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    return List.of(
        () -> backlog(bed, quick ? QUICK_ROWS : ROWS),
        () -> horizon(bed, quick ? QUICK_STEADY : STEADY));
  }

  private static Scenario backlog(TestBed bed, List<Integer> sizes) throws SQLException {
    List<Contender> contenders = new ArrayList<>();
    PostgresDatabase largest = null;
    for (int rows : sizes) {
      PostgresDatabase database = bed.newDatabase();
      LotsCourse course = new LotsCourse(database, bed.temporal());
      Outboxes.addRowsOfOthers(database.dataSource(), rows);
      contenders.add(new Contender(ours(rows), Role.OURS, Map.of(), course));
      largest = database;
    }
    if (largest == null) {
      throw new IllegalArgumentException("There is no backlog of no sizes.");
    }
    int most = sizes.get(sizes.size() - 1);
    contenders.add(
        new Contender(
            FLOOR,
            Role.FLOOR,
            Map.of("rows of others", "%,d, in the same table".formatted(most)),
            new PlainLotsCourse(largest, new KnownIds(largest.dataSource()))));
    PostgresDatabase claims = bed.newDatabase();
    contenders.add(
        new Contender(
            "claimed by SKIP LOCKED, deleted",
            Role.REFERENCE,
            Map.of(
                "rows of others",
                "%,d, in the same table".formatted(most),
                "does not",
                "guard the claim, log what was delivered, or look for late commits"),
            new PlainLotsCourse(claims, new ClaimedRows(claims.dataSource(), most))));
    return new Scenario(
        "lots of %d beside up to %,d rows of 1,000 others".formatted(LotsCourse.LOT, most),
        contenders,
        List.of(
            new Target(LotsCourse.MILLIS, ours(most), new Base.Named(ours(0)), Bound.AT_MOST, 1.2),
            new Target(LotsCourse.BLOCKS, ours(most), new Base.Named(ours(0)), Bound.AT_MOST, 1.2),
            new Target(LotsCourse.MILLIS, ours(most), new Base.Named(FLOOR), Bound.AT_MOST, 2)),
        List.of(
            "gruelbox beside the same backlog: it delivers each event in a transaction of its own,"
                + " so that it has no lots."));
  }

  private static String ours(int rows) {
    return "signalbox, %,d rows of others".formatted(rows);
  }

  private static Scenario horizon(TestBed bed, Traffic traffic) {
    return new Scenario(
        "%,d events/s for %d s on %,d dead rows"
            .formatted(
                traffic.events() / traffic.span().toSeconds(),
                traffic.span().toSeconds(),
                traffic.deadEvents()),
        List.of(
            new Contender(
                CLEAN,
                Role.FLOOR,
                Map.of("dead rows", "cleaned up before the turn"),
                new HorizonCourse(bed::newDatabase, bed.temporal(), traffic, false)),
            new Contender(
                HELD,
                Role.OURS,
                Map.of("dead rows", "kept by the transaction"),
                new HorizonCourse(bed::newDatabase, bed.temporal(), traffic, true))),
        List.of(
            new Target(HorizonCourse.RATE, HELD, new Base.Named(CLEAN), Bound.AT_LEAST, 0.97),
            new Target(Latencies.P99, HELD, new Base.Named(CLEAN), Bound.AT_MOST, 1.5),
            new Target(HorizonCourse.CLEAN, HELD, new Base.Itself(), Bound.AT_MOST, 60)),
        List.of(
            "ten minutes of traffic: what %s rows and %,d versions of each lease leave is written"
                    .formatted("%,d".formatted(traffic.deadEvents()), traffic.leaseUpdates())
                + " before each turn.",
            "the nap of autovacuum: it looks every second from the end of the transaction on; by"
                + " its default it may sleep for a minute more.",
            "a shape that rotates tables."));
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "relay", "defaults but for the sweep, which is off; in the process of the harness",
        "destination", "accepts at once, in the same process: what is measured is the database",
        "lots",
            "%d events; %d of them a turn, in one slice, without linger"
                .formatted(LotsCourse.LOT, LotsCourse.LOTS),
        "time of a lot", "from its first event to the first one of the next",
        "blocks",
            "of the outbox's tables and their indexes, found in memory or not, of all that"
                + " the relay did from wake to rest",
        "latency", "from the time at which a transaction was due to its events' delivery");
  }
}
