package dev.signalbox.bench.memory;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import dev.signalbox.bench.worker.MeasuredProcess;
import dev.signalbox.bench.worker.WorkerProcess.Site;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Organizations that all have a request open, and the same when they have come to rest. */
public final class Memory implements Benchmark {

  private static final String OURS = "signalbox";
  private static final String FLOOR = "virtual threads with a POST open";
  private static final String WORKFLOWS = "workflow, activity, POST";
  private static final int PAYLOAD_BYTES = 1024;
  private static final int EVENTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  static final Crowd FULL = new Crowd(1_000, EVENTS, PAYLOAD_BYTES, PATIENCE);
  static final Crowd QUICK = new Crowd(200, EVENTS, PAYLOAD_BYTES, PATIENCE);

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    return List.of(() -> scenario(bed, quick ? QUICK : FULL));
  }

  private static Scenario scenario(TestBed bed, Crowd crowd) throws Exception {
    HoldingStub stub = bed.closing(new HoldingStub());
    MemoryFloorCourse floor = bed.closing(MemoryFloorCourse.ofThreads(stub, crowd));
    MemoryFloorCourse workflows =
        bed.closing(MemoryFloorCourse.ofWorkflows(bed.temporal(), stub, crowd));
    Site site =
        new Site(bed.newDatabase(), bed.temporal(), stub.url(), HoldingStub.TOKEN).migrated();
    MemoryCourse ours = new MemoryCourse(site, stub, crowd);
    return new Scenario(
        "%,d organizations with a request open each".formatted(crowd.organizations()),
        List.of(
            new Contender(FLOOR, Role.FLOOR, Map.of("client", "OkHttp 4.12.0, one for all"), floor),
            new Contender(
                WORKFLOWS,
                Role.REFERENCE,
                Map.of(
                    "client", "the floor's, on the activity's thread",
                    "converter", "with shared buffers, as the relay's",
                    "keeps", "a cached workflow and an activity for each; no database",
                    "slots", Integer.toString(MemoryCourse.SLOTS)),
                workflows),
            new Contender(OURS, Role.OURS, new TreeMap<>(MemoryCourse.settings()), ours)),
        List.of(
            itself(MemoryFigures.ACTIVE_HEAP, 24),
            new Target(MemoryFigures.ACTIVE_HEAP, OURS, new Base.Named(FLOOR), Bound.AT_MOST, 2),
            itself(MemoryFigures.IDLE_HEAP, 100),
            itself(MemoryFigures.REPLAYED, 1)),
        List.of(
            "10,000 organizations at once: Temporal's development server starts 60 to 100 a second"
                + " on two cores and gives a slice 30 s, so more than some 1,500 are never at work"
                + " together.",
            "an answer after 100 ms: the requests are held until all are open, so that it is known"
                + " how many are.",
            "evictions from the cache of workflows: they are not told; a workflow that was evicted"
                + " and goes on is replayed, and that is counted.",
            "a thread per organization, and Temporal's Java SDK with platform threads."));
  }

  private static Target itself(String figure, double limit) {
    return new Target(figure, OURS, new Base.Itself(), Bound.AT_MOST, limit);
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "processes", "each contender in one of its own, the same for all turns",
        "JVM", String.join(" ", MeasuredProcess.TIGHT_HEAP),
        "heap", "what lives after two collections",
        "RSS", "VmRSS after the same collections; the heap gives back what is free",
        "events", "%d of %d bytes per organization".formatted(EVENTS, PAYLOAD_BYTES),
        "connections", "closed by the stub after each answer");
  }
}
