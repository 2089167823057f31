package dev.signalbox.bench.drain;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.floor.BareDrain;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import dev.signalbox.bench.peer.PeerKind;
import dev.signalbox.bench.peer.Peers;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.testkit.services.TemporalService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backlog, to a stub that answers at once or after a while. The lots of 50,000 events of the
 * definition are smaller here, so that all of it takes some seven minutes.
 */
public final class DrainShare implements Benchmark {

  private static final String OFFICIAL = "official client's loop";
  private static final String LEAN = "lean loop";
  private static final String OURS = "signalbox";
  private static final int IN_FLIGHT = 16;
  private static final int PAYLOAD_BYTES = 1024;
  private static final Duration DELAY = Duration.ofMillis(10);

  /** How many events each has: the slower, the fewer, as rates are per second. */
  private record Sizes(int alone, int spread, int delayed, int peers, int poller) {}

  private static final Sizes USUAL = new Sizes(40_000, 40_000, 16_000, 5_000, 1_000);
  private static final Sizes QUICK = new Sizes(8_000, 8_000, 1_600, 1_500, 500);

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    Sizes sizes = quick ? QUICK : USUAL;
    return List.of(
        () -> alone(bed, sizes),
        () -> spread(bed, new Backlog(64, sizes.spread(), PAYLOAD_BYTES)),
        () -> delayed(bed, new Backlog(1, sizes.delayed(), PAYLOAD_BYTES)));
  }

  private static Scenario alone(TestBed bed, Sizes sizes) throws Exception {
    Stub stub = bed.closing(Stub.start());
    Backlog backlog = new Backlog(1, sizes.alone(), PAYLOAD_BYTES);
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        loop(
            OFFICIAL,
            new OfficialClient(stub.url(), Stub.TOKEN),
            Map.of("version", "1.99.1"),
            backlog));
    contenders.add(lean(stub, backlog));
    contenders.add(ours(bed, stub, backlog));
    contenders.add(bare(bed, null, stub, backlog));
    for (PeerKind kind : Peers.libraries(IN_FLIGHT)) {
      contenders.add(peer(bed, kind, stub, backlog.with(sizes.peers())));
    }
    contenders.add(peer(bed, Peers.poller(), stub, backlog.with(sizes.poller())));
    return new Scenario(
        "1 organization, %,d events (peers %,d, poller %,d), no delay"
            .formatted(sizes.alone(), sizes.peers(), sizes.poller()),
        contenders,
        List.of(
            target(new Base.Named(OFFICIAL), 1.0),
            target(new Base.Named(LEAN), 0.85),
            target(new Base.Best(Role.PEER), 2)),
        List.of(
            "Spring Modulith: it calls each listener once after the commit; a backlog is"
                + " resubmitted as a whole, with no bound on what is in flight."));
  }

  private static Scenario spread(TestBed bed, Backlog backlog) throws Exception {
    Stub stub = bed.closing(Stub.start());
    return new Scenario(
        "%d organizations, %,d events, no delay"
            .formatted(backlog.organizations(), backlog.events()),
        List.of(
            lean(stub, backlog),
            ours(bed, stub, backlog),
            bare(bed, null, stub, backlog),
            bare(bed, bed.temporal(), stub, backlog)),
        List.of(target(new Base.Named(LEAN), 0.80)),
        List.of("the peers: organizations are nothing to them but a part of the address."));
  }

  private static Scenario delayed(TestBed bed, Backlog backlog) throws Exception {
    Stub stub = bed.closing(Stub.start(DELAY));
    return new Scenario(
        "1 organization, %,d events, answered after %d ms"
            .formatted(backlog.events(), DELAY.toMillis()),
        List.of(lean(stub, backlog), ours(bed, stub, backlog)),
        List.of(target(new Base.Named(LEAN), 0.97)),
        List.of("the peers: with 16 in flight nobody can do more than 1,600 a second."));
  }

  private static Contender lean(Stub stub, Backlog backlog) {
    return loop(LEAN, new LeanClient(stub.url()), LeanClient.SETTINGS, backlog);
  }

  private static Contender loop(
      String name, LoopCourse.Sender sender, Map<String, String> settings, Backlog backlog) {
    return new Contender(name, Role.FLOOR, settings, new LoopCourse(sender, IN_FLIGHT, backlog));
  }

  private static Contender ours(TestBed bed, Stub stub, Backlog backlog) {
    return new Contender(
        OURS,
        Role.OURS,
        Map.of("relay", "defaults but the calls in flight, one worker, in the harness's process"),
        new RelayCourse(bed::newDatabase, bed.temporal(), stub.url(), IN_FLIGHT, backlog));
  }

  /** What limits every relay of this kind here. */
  private static Contender bare(
      TestBed bed, @Nullable TemporalService temporal, Stub stub, Backlog backlog) {
    return new Contender(
        temporal == null ? "pages, POSTs, DELETEs" : "signal, workflow, pages, POSTs, DELETEs",
        Role.REFERENCE,
        BareDrain.settings(),
        new BareDrainCourse(bed::newDatabase, temporal, stub.url(), IN_FLIGHT, backlog));
  }

  private static Contender peer(TestBed bed, PeerKind kind, Stub stub, Backlog backlog) {
    LeanClient client = new LeanClient(stub.url());
    return new Contender(
        kind.name(),
        kind.role(),
        kind.settings(),
        new PeerCourse(bed::newDatabase, kind, client::send, backlog));
  }

  private static Target target(Base base, double limit) {
    return new Target(Figures.RATE, OURS, base, Bound.AT_LEAST, limit);
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "stub",
        "a process of its own on raw sockets; same machine",
        "payload",
        PAYLOAD_BYTES + " bytes",
        "in flight",
        Integer.toString(IN_FLIGHT),
        "peers",
        "the lean loop's client; they delete what is done and keep no log of it");
  }
}
