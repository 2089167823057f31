package dev.signalbox.bench.memory;

import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.worker.MeasuredProcess;
import dev.signalbox.bench.worker.WorkerFigures;
import java.io.IOException;
import java.util.Map;

/** Asks {@link FloorMain}. One process for all turns. */
final class MemoryFloorCourse implements Course {

  static final String URL = "BENCH_STUB_URL";
  static final String PAYLOAD_BYTES = "BENCH_PAYLOAD_BYTES";

  private final HoldingStub stub;
  private final Crowd crowd;
  private final MeasuredProcess process;

  MemoryFloorCourse(HoldingStub stub, Crowd crowd) throws IOException {
    this.stub = stub;
    this.crowd = crowd;
    this.process =
        MeasuredProcess.start(
            FloorMain.class,
            MeasuredProcess.TIGHT_HEAP,
            Map.of(
                URL, stub.url().toString(), PAYLOAD_BYTES, Integer.toString(crowd.payloadBytes())));
  }

  @Override
  public void prepare() {
    stub.hold();
  }

  @Override
  public Map<String, Double> run() throws Exception {
    WorkerFigures before = measure();
    try {
      process.ask("%s %d".formatted(FloorMain.OPEN, crowd.organizations()));
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
      new OpenRequests(stub).awaitNone();
    }
  }

  private WorkerFigures measure() throws IOException {
    return new WorkerFigures(process.ask(FloorMain.MEASURE));
  }

  @Override
  public void close() {
    process.close();
  }
}
