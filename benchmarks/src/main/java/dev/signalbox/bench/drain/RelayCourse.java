package dev.signalbox.bench.drain;

import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.relay.StepSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The relay as it is deployed: from the signal of a backlog to the last settlement, Temporal and
 * database included.
 */
final class RelayCourse implements Course {

  private static final String ORGANIZATION = "acme";
  private static final int LOT = 1_000;

  private final TestBed bed;
  private final URI svix;
  private final int events;
  private final int payloadBytes;
  private @Nullable RelayRig rig;

  RelayCourse(TestBed bed, URI svix, int events, int payloadBytes) {
    this.bed = bed;
    this.svix = svix;
    this.events = events;
    this.payloadBytes = payloadBytes;
  }

  @Override
  public void prepare() throws Exception {
    close();
    RelayRig fresh =
        new RelayRig(bed.newDatabase(), bed.temporal(), svix, Stub.TOKEN, StepSettings.DEFAULT);
    rig = fresh;
    Messages messages = new Messages(payloadBytes);
    for (int appended = 0; appended < events; appended += LOT) {
      List<OutboxEvent> lot =
          messages.of(ORGANIZATION, Math.min(LOT, events - appended)).stream()
              .map(message -> OutboxEvent.of(ORGANIZATION, message.type(), message.payload()))
              .toList();
      fresh.append(lot);
    }
    fresh.checkpoint();
  }

  @Override
  public Map<String, Double> run() throws Exception {
    RelayRig prepared = rig;
    if (prepared == null) {
      throw new IllegalStateException("A round is prepared first.");
    }
    Figures figures = new Figures();
    prepared.signal(ORGANIZATION);
    prepared.awaitDelivered();
    Map<String, Double> measured = figures.of(events);
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
