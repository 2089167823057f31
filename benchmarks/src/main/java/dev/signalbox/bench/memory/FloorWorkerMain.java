package dev.signalbox.bench.memory;

import static java.util.concurrent.CompletableFuture.runAsync;

import dev.signalbox.bench.floor.FloorWorker;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * The least that keeps a workflow and an activity for each organization: the activity makes the
 * POST of {@link FloorMain}. A process of its own.
 */
final class FloorWorkerMain {

  static final String TEMPORAL = "BENCH_TEMPORAL_ADDRESS";
  static final String NAMESPACE = "BENCH_TEMPORAL_NAMESPACE";
  static final String SLOTS = "BENCH_SLOTS";

  private static final int SIGNALERS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FloorWorker worker;
  private List<String> organizations = List.of();
  private int turn;

  private FloorWorkerMain(FloorWorker worker) {
    this.worker = worker;
  }

  /** Answers what {@link MemoryFloorCourse} asks. */
  public static void main(String[] arguments) throws IOException {
    BarePost post = BarePost.ofEnvironment();
    try (FloorWorker worker =
        new FloorWorker(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(System.getenv(TEMPORAL))
                .validateAndBuildWithDefaults(),
            System.getenv(NAMESPACE),
            Integer.parseInt(System.getenv(SLOTS)),
            (organization, event) -> post.send(organization))) {
      FloorWorkerMain floor = new FloorWorkerMain(worker);
      MemoryFloorCourse.serve(floor::open, none -> floor.awaitEnd());
    }
    System.exit(0); // whatever thread a library has left behind
  }

  private Map<String, Double> open(int count) {
    turn++;
    organizations = IntStream.range(0, count).mapToObj(i -> "floor-" + turn + "-" + i).toList();
    try (ExecutorService signalers =
        Executors.newFixedThreadPool(SIGNALERS, Thread.ofVirtual().factory())) {
      List<CompletableFuture<Void>> signals =
          organizations.stream()
              .map(name -> runAsync(() -> worker.signal(name, "event"), signalers))
              .toList();
      signals.forEach(CompletableFuture::join);
    }
    return Map.of("started", (double) count);
  }

  private Map<String, Double> awaitEnd() throws TimeoutException {
    for (String organization : organizations) {
      worker.awaitEnd(organization, PATIENCE);
    }
    return Map.of("ended", (double) organizations.size());
  }
}
