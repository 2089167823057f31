package dev.signalbox.bench.growth;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.stub.Stub;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How the costs of an event grow with one thing at a time. Nobody is compared: the sizes are. */
public final class Growth implements Benchmark {

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    return List.of(
        () -> scenario(bed, "organizations", organizations(quick)),
        () -> scenario(bed, "backlog of one organization", backlogs(quick)),
        () -> scenario(bed, "payload", payloads(quick)),
        () -> scenario(bed, "workers, in one process", workers(quick)));
  }

  private static List<Size> organizations(boolean quick) {
    return quick
        ? List.of(
            Size.organizations("1", 1, 0, 2_000),
            Size.organizations("50", 50, 0, 2_000),
            Size.organizations("1,000, of which 50 are woken", 50, 950, 2_000))
        : List.of(
            Size.organizations("1", 1, 0, 10_000),
            Size.organizations("100", 100, 0, 10_000),
            Size.organizations("500", 500, 0, 10_000),
            Size.organizations("10,000, of which 100 are woken", 100, 9_900, 10_000));
  }

  private static List<Size> backlogs(boolean quick) {
    return quick
        ? List.of(Size.backlog(1_000, 1_000), Size.backlog(20_000, 2_000))
        : Stream.of(1_000, 10_000, 100_000, 1_000_000)
            .map(rows -> Size.backlog(rows, Math.min(rows, 10_000)))
            .toList();
  }

  private static List<Size> payloads(boolean quick) {
    return quick
        ? List.of(Size.payload(200, 2_000), Size.payload(256 << 10, 40))
        : List.of(
            Size.payload(200, 10_000),
            Size.payload(1 << 10, 10_000),
            Size.payload(16 << 10, 1_000),
            Size.payload(256 << 10, 100));
  }

  private static List<Size> workers(boolean quick) {
    int events = quick ? 2_000 : 10_000;
    return Stream.of(1, 2, 4).map(workers -> Size.workers(workers, 16, events)).toList();
  }

  private static Scenario scenario(TestBed bed, String name, List<Size> sizes) throws Exception {
    Stub stub = bed.closing(Stub.start());
    return new Scenario(
        name,
        sizes.stream()
            .map(
                size ->
                    new Contender(
                        size.name(),
                        Role.OURS,
                        Map.of(
                            "events", "%,d".formatted(size.measured()),
                            "payload", "%,d bytes".formatted(size.payloadBytes())),
                        new GrowthCourse(bed::newDatabase, bed.temporal(), stub.url(), size)))
            .toList(),
        List.of(),
        List.of());
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "relay",
        "defaults without the sweep, in the process of the harness",
        "organizations",
        "a wake costs milliseconds of Temporal's time, so that 10,000 at once would take"
            + " minutes",
        "backlog",
        "timed behind the first 1,000 events of a round; what is left stays for the next one,"
            + " which fills it up",
        "stub",
        "a process of its own on raw sockets; same machine");
  }
}
