package dev.signalbox.bench.latency;

import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.bench.floor.BareDrain;
import dev.signalbox.bench.floor.FloorWorker;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Commit, signal-with-start, workflow, activity, token, page, POST: a wake with the least outbox.
 */
final class OutboxFloorChain implements Chain {

  private static final int IN_FLIGHT = 16;

  private final WakeTrace trace = new WakeTrace();
  private final BareDrain drain;
  private final FloorWorker worker;

  /** Starts a worker of its own. */
  OutboxFloorChain(PostgresDatabase database, TemporalService temporal, URI stub)
      throws SQLException {
    this.drain = new BareDrain(database, new LeanClient(stub)::send, IN_FLIGHT);
    this.worker =
        new FloorWorker(
            temporal.stubsOptions(),
            temporal.namespace(),
            FloorWorker.SLOTS,
            (organization, event) -> drain.drain(organization),
            trace);
  }

  @Override
  public long commit(Event event) throws SQLException {
    drain.append(List.of(event.outboxEvent()));
    long committed = WallClock.micros();
    worker.signal(event.organization(), event.id());
    return committed;
  }

  @Override
  public Map<String, Double> figures(List<Sent> sent) {
    return trace.figures(sent);
  }

  @Override
  public void close() {
    worker.close();
    drain.close();
  }
}
