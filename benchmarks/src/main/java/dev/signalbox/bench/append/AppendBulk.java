package dev.signalbox.bench.append;

import static dev.signalbox.bench.append.AppendContenders.ONE_BY_ONE;
import static dev.signalbox.bench.append.AppendContenders.OURS;
import static dev.signalbox.bench.append.AppendCourse.ROWS;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.append.AppendCourse.Load;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Many events of one organization in one transaction. */
public final class AppendBulk implements Benchmark {

  private static final int PAYLOAD_BYTES = 1024;

  /** One workload. */
  private record Shape(int lot, int lots) {}

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    Stream<Shape> shapes =
        quick
            ? Stream.of(new Shape(100, 30), new Shape(1_000, 3))
            : Stream.of(new Shape(10, 400), new Shape(100, 100), new Shape(1_000, 20));
    return shapes.<Plan>map(shape -> () -> scenario(bed, shape)).toList();
  }

  private static Scenario scenario(TestBed bed, Shape shape) throws Exception {
    Messages messages = new Messages(PAYLOAD_BYTES);
    List<List<Message>> lots =
        Stream.generate(() -> messages.of("acme", shape.lot())).limit(shape.lots()).toList();
    Load load = new Load(1, lots, AppendContenders::nothing);
    AppendContenders contenders =
        new AppendContenders(new AppendStage(bed.newDatabase()), load)
            .rawCopy()
            .rawUnnest()
            .ours()
            .rawBatches()
            .oursOneByOne()
            .peers();
    return new Scenario(
        "%d events per transaction, payload of %d bytes".formatted(shape.lot(), PAYLOAD_BYTES),
        contenders.contenders(),
        targets(shape),
        contenders.notMeasured());
  }

  private static List<Target> targets(Shape shape) {
    List<Target> targets = new ArrayList<>();
    targets.add(target(new Base.Best(Role.FLOOR), 0.90));
    if (shape.lot() >= 100) {
      targets.add(target(new Base.Best(Role.PEER), shape.lot() >= 1_000 ? 3 : 2.5));
      targets.add(target(new Base.Named(ONE_BY_ONE), 8));
    }
    return targets;
  }

  private static Target target(Base base, double limit) {
    return new Target(ROWS, OURS, base, Bound.AT_LEAST, limit);
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "connections", "1",
        "transaction", "the appends and the commit",
        "tables", "empty at the start of each round, after a CHECKPOINT");
  }
}
