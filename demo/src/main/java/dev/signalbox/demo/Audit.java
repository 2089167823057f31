package dev.signalbox.demo;

import dev.signalbox.demo.Findings.Defect;
import dev.signalbox.outbox.EventId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what Svix holds with what was committed. For one use. */
final class Audit {

  private final Map<String, ShopEvent> committed;
  private final Set<String> rolledBack;
  private final BiPredicate<String, String> samePayload;
  private final Set<String> home = new HashSet<>();
  private final Findings.Builder findings = new Findings.Builder();

  /**
   * Prepares.
   *
   * @param samePayload whether an appended payload (first) is what is held
   */
  Audit(
      Collection<ShopEvent> committed,
      Set<EventId> rolledBack,
      BiPredicate<String, String> samePayload) {
    this.committed =
        committed.stream()
            .collect(Collectors.toMap(event -> event.id().toString(), Function.identity()));
    this.rolledBack = rolledBack.stream().map(EventId::toString).collect(Collectors.toSet());
    this.samePayload = samePayload;
  }

  /** The messages by application, in stored order. */
  Findings check(Map<String, List<HeldMessage>> held) {
    held.forEach(this::check);
    committed.values().stream()
        .filter(event -> !home.contains(event.id().toString()))
        .forEach(event -> findings.add(Defect.MISSING, describe(event)));
    return findings.build(
        committed.size(), held.values().stream().mapToInt(Collection::size).sum());
  }

  private void check(String application, List<HeldMessage> messages) {
    Map<String, Integer> lastOfKey = new HashMap<>();
    for (HeldMessage message : messages) {
      ShopEvent event = committed.get(message.eventId());
      if (event == null) {
        findings.add(
            Defect.ROLLED_BACK_BUT_STORED,
            "event %s in application %s (%s)"
                .formatted(
                    message.eventId(),
                    application,
                    rolledBack.contains(message.eventId()) ? "rolled back" : "never committed"));
      } else if (!event.event().organization().equals(application)) {
        findings.add(Defect.CROSSED, describe(event) + " in application " + application);
      } else if (!home.add(message.eventId())) {
        findings.add(Defect.DUPLICATED, describe(event));
      } else {
        checkOrder(event, lastOfKey);
      }
      if (event != null && !isSame(event, message)) {
        findings.add(Defect.ALTERED, describe(event));
      }
    }
  }

  private void checkOrder(ShopEvent event, Map<String, Integer> lastOfKey) {
    event
        .event()
        .orderingKey()
        .ifPresent(
            key -> {
              int last = lastOfKey.merge(key, event.position(), Math::max);
              if (last > event.position()) {
                findings.add(
                    Defect.REORDERED,
                    "%s, number %d of %s, after number %d"
                        .formatted(describe(event), event.position(), key, last));
              }
            });
  }

  private boolean isSame(ShopEvent event, HeldMessage message) {
    return event.event().type().equals(message.type())
        && new HashSet<>(event.event().channels()).equals(new HashSet<>(message.channels()))
        && samePayload.test(event.event().payload(), message.payload());
  }

  private static String describe(ShopEvent event) {
    return "event %s of %s".formatted(event.id(), event.event().organization());
  }
}
