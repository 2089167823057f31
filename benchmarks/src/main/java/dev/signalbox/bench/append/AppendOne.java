package dev.signalbox.bench.append;

import static dev.signalbox.bench.append.AppendContenders.OURS;
import static dev.signalbox.bench.append.AppendCourse.TRANSACTION_TIME;
import static dev.signalbox.bench.append.AppendCourse.TRANSACTION_WAL;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.append.AppendCourse.Load;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The caller's transaction with one event. */
public final class AppendOne implements Benchmark {

  private static final int TRANSACTIONS = 2_000;
  private static final int QUICK_TRANSACTIONS = 400;

  /**
   * One workload.
   *
   * @param mostPeerWal of the best peer's WAL, the share that is aimed at
   */
  private record Shape(int connections, int payloadBytes, double mostPeerWal) {}

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    Stream<Shape> shapes =
        quick
            ? Stream.of(new Shape(1, 1024, 0.8))
            : Stream.of(new Shape(1, 1024, 0.8), new Shape(1, 200, 0.6), new Shape(8, 1024, 0.8));
    int transactions = quick ? QUICK_TRANSACTIONS : TRANSACTIONS;
    return shapes.<Plan>map(shape -> () -> scenario(bed, shape, transactions)).toList();
  }

  private static Scenario scenario(TestBed bed, Shape shape, int transactions) throws Exception {
    List<List<Message>> lots =
        new Messages(shape.payloadBytes())
            .of("acme", transactions / shape.connections()).stream().map(List::of).toList();
    Load load = new Load(shape.connections(), lots, AppendStage::placeOrder);
    AppendContenders contenders =
        new AppendContenders(new AppendStage(bed.newDatabase()), load)
            .businessAlone()
            .rawInsert()
            .ours()
            .peers();
    return new Scenario(
        "%d connection(s), payload of %d bytes"
            .formatted(shape.connections(), shape.payloadBytes()),
        contenders.contenders(),
        List.of(
            target(TRANSACTION_TIME, Role.FLOOR, 1.05),
            target(TRANSACTION_TIME, Role.PEER, 0.8),
            target(TRANSACTION_WAL, Role.PEER, shape.mostPeerWal())),
        contenders.notMeasured());
  }

  private static Target target(String figure, Role base, double limit) {
    return new Target(figure, OURS, new Base.Best(base), Bound.AT_MOST, limit);
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "transactions per round",
        Integer.toString(quick ? QUICK_TRANSACTIONS : TRANSACTIONS),
        "transaction",
        "business insert, append, commit; connections from a HikariCP pool",
        "tables",
        "empty at the start of each round, after a CHECKPOINT");
  }
}
