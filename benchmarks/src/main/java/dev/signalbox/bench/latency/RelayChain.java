package dev.signalbox.bench.latency;

import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.net.URI;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** This project as it is deployed: append, commit, signal. */
final class RelayChain implements BackloggedChain {

  private static final int LOT = 1_000;

  private final WakeTrace trace = new WakeTrace();
  private final RelayRig rig;

  /** Starts it with the relay's defaults. */
  RelayChain(PostgresDatabase database, TemporalService temporal, URI stub) throws SQLException {
    this(database, temporal, stub, StepSettings.DEFAULT);
  }

  /** Starts it. */
  RelayChain(PostgresDatabase database, TemporalService temporal, URI stub, StepSettings settings)
      throws SQLException {
    this.rig = new RelayRig(database, temporal, stub, Stub.TOKEN, settings, trace);
  }

  @Override
  public long commit(Event event) throws SQLException {
    rig.append(List.of(event.outboxEvent()));
    long committed = WallClock.micros();
    rig.signal(event.organization());
    return committed;
  }

  @Override
  public Map<String, Double> figures(List<Sent> sent) {
    return trace.figures(sent);
  }

  @Override
  public Map<String, Double> wakes(List<Sent> sent, Deliveries deliveries) {
    return trace.wakes(sent, deliveries);
  }

  @Override
  public void awaitRest(Collection<String> organizations) {
    organizations.forEach(rig::awaitRest);
    trace.forget();
  }

  @Override
  public void preload(int rows, int payloadBytes) throws SQLException {
    Messages messages = new Messages(payloadBytes);
    for (int left = rows; left > 0; left -= LOT) {
      rig.append(
          messages.of(NEIGHBOUR, Math.min(LOT, left)).stream()
              .map(message -> OutboxEvent.of(NEIGHBOUR, message.type(), message.payload()))
              .toList());
    }
    rig.checkpoint();
  }

  @Override
  public void startBacklog() {
    rig.signal(NEIGHBOUR);
  }

  @Override
  public void close() {
    rig.close();
  }
}
