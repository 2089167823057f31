package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Stores each event once, in order of arrival, unless it is told to answer something else. */
final class FakeDestination implements Destination {

  /** What arrived first under an id. */
  record Stored(String application, PendingEvent event) {}

  private final Map<UUID, Stored> stored = new LinkedHashMap<>();
  private final List<PendingEvent> calls = new ArrayList<>();
  private final Function<PendingEvent, DeliveryOutcome> answer;

  /** Accepts everything. */
  FakeDestination() {
    this(event -> accepted());
  }

  /** Stores what {@code answer} accepts; the answer is asked before anything is stored. */
  FakeDestination(Function<PendingEvent, DeliveryOutcome> answer) {
    this.answer = answer;
  }

  static DeliveryOutcome accepted() {
    return new DeliveryOutcome.Accepted("", false);
  }

  @Override
  public DeliveryOutcome deliver(Target target, PendingEvent event) {
    synchronized (this) {
      calls.add(event);
    }
    DeliveryOutcome outcome = answer.apply(event);
    return outcome instanceof DeliveryOutcome.Accepted ? store(target, event) : outcome;
  }

  private synchronized DeliveryOutcome store(Target target, PendingEvent event) {
    boolean duplicate = stored.containsKey(event.eventId());
    stored.putIfAbsent(event.eventId(), new Stored(target.application(), event));
    return new DeliveryOutcome.Accepted("msg_" + event.eventId(), duplicate);
  }

  synchronized List<Stored> stored() {
    return List.copyOf(stored.values());
  }

  synchronized List<UUID> storedIds() {
    return List.copyOf(stored.keySet());
  }

  synchronized int calls() {
    return calls.size();
  }
}
