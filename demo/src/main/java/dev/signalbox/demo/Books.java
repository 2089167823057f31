package dev.signalbox.demo;

import dev.signalbox.outbox.EventId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the shop knows of its own transactions. Safe for use by several threads. */
final class Books {

  private final Map<EventId, ShopEvent> committed = new ConcurrentHashMap<>();
  private final Set<EventId> rolledBack = ConcurrentHashMap.newKeySet();

  void commit(List<ShopEvent> events) {
    events.forEach(event -> committed.put(event.id(), event));
  }

  void rollBack(List<ShopEvent> events) {
    events.forEach(event -> rolledBack.add(event.id()));
  }

  Collection<ShopEvent> committed() {
    return List.copyOf(committed.values());
  }

  Set<EventId> rolledBack() {
    return Set.copyOf(rolledBack);
  }

  int committedCount() {
    return committed.size();
  }

  int rolledBackCount() {
    return rolledBack.size();
  }
}
