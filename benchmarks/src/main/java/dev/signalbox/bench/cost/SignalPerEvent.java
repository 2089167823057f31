package dev.signalbox.bench.cost;

import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.bench.floor.BareDrain;
import dev.signalbox.bench.floor.FloorWorker;
import dev.signalbox.bench.relay.RunRecorder;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The shape without coalescing: each event signals, and each signal runs an activity. */
final class SignalPerEvent implements Relayer {

  private static final int IN_FLIGHT = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final AtomicLong delivered = new AtomicLong();
  private final RunRecorder runs = new RunRecorder();
  private final BareDrain drain;
  private final FloorWorker worker;

  /** Posts to a stub that takes everything. */
  SignalPerEvent(PostgresDatabase database, TemporalService temporal, URI stub)
      throws SQLException {
    LeanClient http = new LeanClient(stub);
    this.drain =
        new BareDrain(
            database,
            (message, id) -> {
              http.send(message, id);
              delivered.incrementAndGet();
            },
            IN_FLIGHT);
    this.worker =
        new FloorWorker(
            temporal.stubsOptions(),
            temporal.namespace(),
            FloorWorker.SLOTS,
            (organization, event) -> drain.drain(organization),
            runs);
  }

  @Override
  public void commit(List<OutboxEvent> events) throws SQLException {
    drain.append(events);
    events.forEach(event -> worker.signal(event.organization(), event.type()));
  }

  @Override
  public HistoryTally awaitRest(int events, List<String> organizations) throws TimeoutException {
    for (String organization : organizations) {
      worker.awaitEnd(organization, PATIENCE);
    }
    Relayer.check(events, delivered.get());
    return HistoryTally.of(worker.client(), runs.runs());
  }

  @Override
  public void close() {
    worker.close();
    drain.close();
  }
}
