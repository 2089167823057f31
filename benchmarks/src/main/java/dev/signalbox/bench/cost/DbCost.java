package dev.signalbox.bench.cost;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an event costs the database from append to settled. */
public final class DbCost implements Benchmark {

  private static final String OURS = "signalbox";
  private static final int PAYLOAD_BYTES = 1024;

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    Stream<Lots> shapes =
        quick
            ? Stream.of(asleep(1, 20), asleep(100, 10), backlog(100, 20))
            : Stream.of(asleep(1, 50), asleep(10, 50), asleep(100, 50), backlog(100, 100));
    return shapes.<Plan>map(lots -> () -> scenario(bed, lots)).toList();
  }

  private static Lots asleep(int size, int count) {
    return new Lots(size, count, PAYLOAD_BYTES, true);
  }

  private static Lots backlog(int size, int count) {
    return new Lots(size, count, PAYLOAD_BYTES, false);
  }

  private static Scenario scenario(TestBed bed, Lots lots) {
    return new Scenario(
        "%d lots of %d, %s"
            .formatted(
                lots.count(),
                lots.size(),
                lots.asleep() ? "each finds the relay asleep" : "drained as one backlog"),
        List.of(
            new Contender(
                "one INSERT and one DELETE per lot",
                Role.FLOOR,
                Map.of(),
                new FloorLotCourse(bed::newDatabase, lots)),
            new Contender(
                OURS, Role.OURS, Map.of("linger", "0", "sweep", "none"), new LotCourse(bed, lots))),
        targets(lots.size()),
        List.of(
            "gruelbox, db-scheduler, namastack and Spring Modulith: their delivering half is not"
                + " built here yet."));
  }

  private static List<Target> targets(int size) {
    List<Target> targets = new ArrayList<>();
    if (size == 1) {
      targets.add(itself(LotCourse.STATEMENTS, Bound.AT_MOST, 3));
    }
    if (size == 100) {
      targets.add(itself(LotCourse.STATEMENTS, Bound.AT_MOST, 0.06));
      targets.add(itself(LotCourse.DEAD, Bound.AT_MOST, 1.05));
      targets.add(new Target(LotCourse.WAL, OURS, new Base.Best(Role.FLOOR), Bound.AT_MOST, 1.3));
    }
    targets.add(itself(LotCourse.HOT, Bound.AT_LEAST, 98));
    return targets;
  }

  private static Target itself(String figure, Bound bound, double limit) {
    return new Target(figure, OURS, new Base.Itself(), bound, limit);
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "payload", PAYLOAD_BYTES + " bytes",
        "organizations", "1",
        "counted", "all statements of producer, signaler and relay but BEGIN and COMMIT",
        "Svix", "the emulator, in the same process");
  }
}
