package dev.signalbox.bench.memory;

import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.worker.Console;
import dev.signalbox.bench.worker.Console.Command;
import dev.signalbox.bench.worker.MeasuredProcess;
import dev.signalbox.bench.worker.OwnFigures;
import dev.signalbox.bench.worker.WorkerFigures;
import dev.signalbox.testkit.services.TemporalService;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Asks {@link FloorMain} or {@link FloorWorkerMain}. One process for all turns. */
final class MemoryFloorCourse implements Course {

  private static final String OPEN = "open";
  private static final String MEASURE = "measure";
  private static final String END = "end";

  private final HoldingStub stub;
  private final Crowd crowd;
  private final MeasuredProcess process;

  private MemoryFloorCourse(
      HoldingStub stub, Crowd crowd, Class<?> main, Map<String, String> environment)
      throws IOException {
    this.stub = stub;
    this.crowd = crowd;
    Map<String, String> all = new HashMap<>(environment);
    all.put(BarePost.URL, stub.url().toString());
    all.put(BarePost.PAYLOAD_BYTES, Integer.toString(crowd.payloadBytes()));
    this.process = MeasuredProcess.start(main, MeasuredProcess.TIGHT_HEAP, all);
  }

  /** Each request on a virtual thread. */
  static MemoryFloorCourse ofThreads(HoldingStub stub, Crowd crowd) throws IOException {
    return new MemoryFloorCourse(stub, crowd, FloorMain.class, Map.of());
  }

  /** Each request in an activity of a workflow. */
  static MemoryFloorCourse ofWorkflows(TemporalService temporal, HoldingStub stub, Crowd crowd)
      throws IOException {
    return new MemoryFloorCourse(
        stub,
        crowd,
        FloorWorkerMain.class,
        Map.of(
            FloorWorkerMain.TEMPORAL, temporal.address(),
            FloorWorkerMain.NAMESPACE, temporal.namespace(),
            FloorWorkerMain.SLOTS, Integer.toString(MemoryCourse.SLOTS)));
  }

  /**
   * Answers in the process what is asked here.
   *
   * @param open begins so many requests
   * @param end waits for the end of all that was begun
   */
  static void serve(Command open, Command end) throws IOException {
    new Console(Map.of(OPEN, open, MEASURE, none -> OwnFigures.afterCollection(), END, end))
        .serve();
  }

  @Override
  public void prepare() {
    stub.hold();
  }

  @Override
  public Map<String, Double> run() throws Exception {
    WorkerFigures before = measure();
    try {
      process.ask("%s %d".formatted(OPEN, crowd.organizations()));
      int active = new OpenRequests(stub).await(crowd);
      WorkerFigures peak = measure();
      return Map.of(
          MemoryFigures.ACTIVE, (double) active,
          MemoryFigures.ACTIVE_HEAP, MemoryFigures.kibEach(before.heap(), peak.heap(), active),
          MemoryFigures.ACTIVE_RESIDENT,
              MemoryFigures.kibEach(before.resident(), peak.resident(), active),
          MemoryFigures.RESIDENT, MemoryFigures.mib(peak.resident()));
    } finally {
      stub.release();
      process.ask(END);
    }
  }

  private WorkerFigures measure() throws IOException {
    return new WorkerFigures(process.ask(MEASURE));
  }

  @Override
  public void close() {
    process.close();
  }
}
