package dev.signalbox.bench.drain;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The relay as it is deployed: from the signal of a backlog to the last settlement, Temporal and
 * database included.
 */
final class RelayCourse implements Course {

  private final Supplier<PostgresDatabase> databases;
  private final TemporalService temporal;
  private final URI svix;
  private final int inFlight;
  private final Backlog backlog;
  private @Nullable RelayRig rig;

  RelayCourse(
      Supplier<PostgresDatabase> databases,
      TemporalService temporal,
      URI svix,
      int inFlight,
      Backlog backlog) {
    this.databases = databases;
    this.temporal = temporal;
    this.svix = svix;
    this.inFlight = inFlight;
    this.backlog = backlog;
  }

  @Override
  public void prepare() throws Exception {
    close();
    RelayRig fresh = new RelayRig(databases.get(), temporal, svix, Stub.TOKEN, settings());
    rig = fresh;
    for (List<Message> lot : backlog.lots()) {
      fresh.append(lot.stream().map(RelayCourse::event).toList());
    }
    fresh.checkpoint();
  }

  static OutboxEvent event(Message message) {
    return OutboxEvent.of(message.organization(), message.type(), message.payload());
  }

  /** The defaults, but for the calls in flight, which are as many as everybody's. */
  private StepSettings settings() {
    StepSettings usual = StepSettings.DEFAULT;
    return new StepSettings(
        usual.lease(),
        usual.organization(),
        usual.drain(),
        new DeliverySettings(inFlight, usual.delivery().callTimeout()),
        usual.backoff(),
        usual.limits(),
        usual.watch(),
        usual.sweep());
  }

  @Override
  public Map<String, Double> run() throws Exception {
    RelayRig prepared = rig;
    if (prepared == null) {
      throw new IllegalStateException("A round is prepared first.");
    }
    Figures figures = new Figures();
    backlog.names().forEach(prepared::signal);
    prepared.awaitDelivered();
    Map<String, Double> measured = figures.of(backlog.events());
    close(); // so that it takes nothing from the next contender's turn
    return measured;
  }

  @Override
  public void close() {
    if (rig != null) {
      rig.close();
      rig = null;
    }
  }
}
