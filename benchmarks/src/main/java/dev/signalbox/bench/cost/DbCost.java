package dev.signalbox.bench.cost;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import dev.signalbox.bench.peer.PeerKind;
import dev.signalbox.bench.peer.Peers;
import dev.signalbox.bench.stub.Stub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an event costs the database from append to settled. */
public final class DbCost implements Benchmark {

  private static final String OURS = "signalbox";
  private static final int IN_FLIGHT = 16;
  private static final int PAYLOAD_BYTES = 1024;
  private static final int SMALL_PAYLOAD_BYTES = 200;

  /** Peers take this part of the lots: what they cost per event does not hang on how many. */
  private static final int PEERS_SHARE = 4;

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    Stream<Lots> shapes =
        quick
            ? Stream.of(asleep(1, 20), asleep(100, 8), backlog(100, 20, PAYLOAD_BYTES))
            : Stream.of(
                asleep(1, 40),
                asleep(10, 40),
                asleep(100, 20),
                backlog(100, 60, PAYLOAD_BYTES),
                backlog(100, 60, SMALL_PAYLOAD_BYTES));
    return shapes.<Plan>map(lots -> () -> scenario(bed, lots)).toList();
  }

  private static Lots asleep(int size, int count) {
    return new Lots(size, count, PAYLOAD_BYTES, true);
  }

  private static Lots backlog(int size, int count, int payloadBytes) {
    return new Lots(size, count, payloadBytes, false);
  }

  private static Scenario scenario(TestBed bed, Lots lots) throws Exception {
    Stub stub = bed.closing(Stub.start());
    LeanClient client = new LeanClient(stub.url());
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Contender(
            "one INSERT and one DELETE per lot",
            Role.FLOOR,
            Map.of(),
            new FloorLotCourse(bed::newDatabase, lots)));
    contenders.add(
        new Contender(
            OURS,
            Role.OURS,
            Map.of("linger", "0", "sweep", "none"),
            new LotCourse(bed::newDatabase, bed.temporal(), stub, lots)));
    Lots fewer = lots.with(Math.max(1, lots.count() / PEERS_SHARE));
    for (PeerKind kind : Peers.libraries(IN_FLIGHT)) {
      contenders.add(
          new Contender(
              kind.name(),
              kind.role(),
              kind.settings(),
              new PeerLotCourse(bed::newDatabase, kind, client::send, fewer)));
    }
    return new Scenario(
        "%d lots of %d (peers %d), payload of %d bytes, %s"
            .formatted(
                lots.count(),
                lots.size(),
                fewer.count(),
                lots.payloadBytes(),
                lots.asleep() ? "each finds the relay asleep" : "drained as one backlog"),
        contenders,
        targets(lots),
        List.of(
            "Spring Modulith: it has no bound on what is in flight after a commit, and a backlog is"
                + " resubmitted as a whole."));
  }

  private static List<Target> targets(Lots lots) {
    List<Target> targets = new ArrayList<>();
    if (lots.size() == 1) {
      targets.add(itself(LotCourse.STATEMENTS, Bound.AT_MOST, 3));
    }
    if (lots.size() == 100) {
      targets.add(itself(LotCourse.STATEMENTS, Bound.AT_MOST, 0.06));
      targets.add(itself(LotCourse.DEAD, Bound.AT_MOST, 1.05));
      targets.add(new Target(LotCourse.WAL, OURS, new Base.Best(Role.FLOOR), Bound.AT_MOST, 1.3));
    }
    double mostPeerWal = lots.payloadBytes() <= SMALL_PAYLOAD_BYTES ? 0.5 : 0.75;
    targets.add(
        new Target(LotCourse.WAL, OURS, new Base.Best(Role.PEER), Bound.AT_MOST, mostPeerWal));
    targets.add(itself(LotCourse.HOT, Bound.AT_LEAST, 98));
    return targets;
  }

  private static Target itself(String figure, Bound bound, double limit) {
    return new Target(figure, OURS, new Base.Itself(), bound, limit);
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "organizations", "1",
        "counted", "all statements of producer, signaler and relay but BEGIN and COMMIT",
        "Svix", "a stub, in a process of its own",
        "peers", "polls that go by time are counted; who can be told of news is told instead");
  }
}
