package dev.signalbox.demo.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what was committed with what Svix holds and what died. For one use by one thread. */
final class Comparison {

  private final Map<String, CommittedEvent> committed;
  private final Set<String> home = new HashSet<>();
  private final Set<String> dead = new HashSet<>();
  private final Map<String, Long> lastOfKey = new HashMap<>();
  private final Map<Defect, List<String>> defects = new EnumMap<>(Defect.class);

  private Comparison(Collection<CommittedEvent> committed) {
    this.committed =
        committed.stream().collect(Collectors.toMap(CommittedEvent::eventId, Function.identity()));
  }

  /**
   * Finds every defect of every event.
   *
   * @param stored in the order in which each application stored them
   * @param dead ids of the dead letters
   * @return descriptions by kind, none of a payload
   */
  static Map<Defect, List<String>> of(
      Collection<CommittedEvent> committed, List<StoredEvent> stored, Collection<String> dead) {
    Comparison comparison = new Comparison(committed);
    stored.forEach(comparison::checkStored);
    dead.forEach(comparison::checkDead);
    comparison.checkLost();
    return comparison.defects;
  }

  private void checkStored(StoredEvent message) {
    CommittedEvent event = committed.get(message.eventId());
    if (event == null) {
      add(
          Defect.NEVER_COMMITTED,
          "event %s in application %s".formatted(message.eventId(), message.application()));
      return;
    }
    if (!event.type().equals(message.type())
        || !event.payloadHash().equals(message.payloadHash())) {
      add(Defect.ALTERED, event.toString());
    }
    if (event.doomed()) {
      add(Defect.SPARED, event.toString());
    }
    if (!event.organization().equals(message.application())) {
      add(Defect.CROSSED, event + " in application " + message.application());
    } else if (!home.add(event.eventId())) {
      add(Defect.DUPLICATED, event.toString());
    } else {
      event.orderingKey().ifPresent(key -> checkOrder(event, key));
    }
  }

  private void checkOrder(CommittedEvent event, String key) {
    long last = lastOfKey.merge(event.organization() + "\n" + key, event.sequence(), Math::max);
    if (last > event.sequence()) {
      add(Defect.REORDERED, "%s, after number %d".formatted(event, last));
    }
  }

  private void checkDead(String eventId) {
    CommittedEvent event = committed.get(eventId);
    if (event == null) {
      add(Defect.NEVER_COMMITTED, "event %s among the dead letters".formatted(eventId));
      return;
    }
    if (!dead.add(eventId)) {
      add(Defect.DEAD_TWICE, event.toString());
    }
    if (!event.doomed()) {
      add(Defect.WRONGLY_DEAD, event.toString());
    }
  }

  private void checkLost() {
    committed.values().stream()
        .filter(event -> !home.contains(event.eventId()) && !dead.contains(event.eventId()))
        .forEach(event -> add(Defect.LOST, event.toString()));
  }

  private void add(Defect defect, String line) {
    defects.computeIfAbsent(defect, kind -> new ArrayList<>()).add(line);
  }
}
