package dev.signalbox.testkit.svix;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The registered event types; messages may have others, endpoints may not filter by others. */
final class EventTypes {

  private final InstantSource clock;
  private final Map<String, EventType> byName = new TreeMap<>();

  EventTypes(InstantSource clock) {
    this.clock = clock;
  }

  /** Registers a type, or brings an archived one back. */
  synchronized EventType create(String name, String description) {
    EventType existing = byName.get(name);
    if (existing != null && !existing.archived()) {
      throw Refusal.eventTypeExists();
    }
    Instant now = clock.instant();
    EventType created =
        new EventType(name, description, false, existing == null ? now : existing.createdAt(), now);
    byName.put(name, created);
    return created;
  }

  synchronized EventType require(String name) {
    EventType found = byName.get(name);
    if (found == null) {
      throw Refusal.notFound();
    }
    return found;
  }

  synchronized void archive(String name) {
    byName.put(name, require(name).archive(clock.instant()));
  }

  synchronized void remove(String name) {
    byName.remove(require(name).name());
  }

  synchronized List<EventType> byName(boolean withArchived) {
    return byName.values().stream().filter(type -> withArchived || !type.archived()).toList();
  }

  /** Refuses names that are not registered. */
  synchronized void requireAll(List<String> names) {
    String missing =
        names.stream()
            .filter(name -> !byName.containsKey(name) || byName.get(name).archived())
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw Refusal.invalid(
          List.of("body", "eventTypes"), "The following event types don't exist: " + missing);
    }
  }
}
