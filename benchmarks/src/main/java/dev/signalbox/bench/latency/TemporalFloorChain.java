package dev.signalbox.bench.latency;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.bench.floor.FloorWorker;
import dev.signalbox.testkit.services.TemporalService;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Signal-with-start, workflow, activity, POST: what a wake by Temporal costs without an outbox. */
final class TemporalFloorChain implements Chain {

  private static final int PAYLOAD_BYTES = 1024;

  private final WakeTrace trace = new WakeTrace();
  private final FloorWorker worker;

  /** Starts a worker of its own. */
  TemporalFloorChain(TemporalService temporal, URI stub) {
    LeanClient http = new LeanClient(stub);
    String payload = new Messages(PAYLOAD_BYTES).of("floor", 1).get(0).payload();
    this.worker =
        new FloorWorker(
            temporal.stubsOptions(),
            temporal.namespace(),
            FloorWorker.SLOTS,
            (organization, event) ->
                http.send(new Message(organization, Event.TYPE, payload), event),
            trace);
  }

  /** Commits nothing: its time begins when the signal is to be sent. */
  @Override
  public long commit(Event event) {
    long now = WallClock.micros();
    worker.signal(event.organization(), event.id());
    return now;
  }

  @Override
  public Map<String, Double> figures(List<Sent> sent) {
    return trace.figures(sent);
  }

  @Override
  public void close() {
    worker.close();
  }
}
