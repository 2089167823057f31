package dev.signalbox.bench.drain;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import dev.signalbox.bench.stub.Stub;
import java.util.List;
import java.util.Map;

/** A backlog of one organization, to a stub that answers at once. */
public final class DrainShare implements Benchmark {

  private static final String OFFICIAL = "official client's loop";
  private static final String LEAN = "lean loop";
  private static final String OURS = "signalbox";
  private static final int IN_FLIGHT = 16;
  private static final int PAYLOAD_BYTES = 1024;
  private static final int EVENTS = 50_000;
  private static final int QUICK_EVENTS = 5_000;

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    return List.of(() -> scenario(bed, quick ? QUICK_EVENTS : EVENTS));
  }

  private static Scenario scenario(TestBed bed, int events) throws Exception {
    Stub stub = bed.closing(Stub.start());
    return new Scenario(
        "1 organization, %,d events, %d in flight, no delay".formatted(events, IN_FLIGHT),
        List.of(
            loop(OFFICIAL, new OfficialClient(stub.url()), Map.of("version", "1.99.1"), events),
            loop(
                LEAN,
                new LeanClient(stub.url()),
                Map.of("client", "OkHttp 4.12.0, pool of 256, body encoded once"),
                events),
            new Contender(
                OURS,
                Role.OURS,
                Map.of("relay", "defaults, one worker, in the process of the harness"),
                new RelayCourse(bed, stub.url(), events, PAYLOAD_BYTES))),
        List.of(target(OFFICIAL, 1.0), target(LEAN, 0.85)),
        List.of(
            "gruelbox, db-scheduler and namastack: their delivering half is not built here yet.",
            "64 organizations, and a stub that answers after 10 ms: not built yet."));
  }

  private static Contender loop(
      String name, LoopCourse.Sender sender, Map<String, String> settings, int events) {
    return new Contender(
        name, Role.FLOOR, settings, new LoopCourse(sender, IN_FLIGHT, events, PAYLOAD_BYTES));
  }

  private static Target target(String base, double limit) {
    return new Target(Figures.RATE, OURS, new Base.Named(base), Bound.AT_LEAST, limit);
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "stub",
        "a process of its own on raw sockets; same machine",
        "payload",
        PAYLOAD_BYTES + " bytes",
        "in flight",
        Integer.toString(IN_FLIGHT));
  }
}
