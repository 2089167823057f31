package dev.signalbox.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.outbox.EventId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Matches commits with arrivals, whichever is heard of first, for what the view shows. Safe for use
 * by several threads.
 */
final class Deliveries {

  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<EventId, Instant> underway = new HashMap<>();

  @GuardedBy("this")
  private final Map<EventId, Instant> early = new HashMap<>();

  @GuardedBy("this")
  private final Set<EventId> arrived = new HashSet<>();

  @GuardedBy("this")
  private final Map<String, OrganizationTally> tallies = new HashMap<>();

  Deliveries(InstantSource clock) {
    this.clock = clock;
  }

  /** These have just been committed. */
  synchronized void committed(List<ShopEvent> events) {
    Instant now = clock.instant();
    for (ShopEvent event : events) {
      OrganizationTally tally = tally(event.event().organization());
      tally.appended();
      Instant storedAt = early.remove(event.id());
      if (storedAt == null) {
        underway.put(event.id(), now);
      } else {
        tally.delivered(Duration.ZERO);
      }
    }
  }

  /** An event has arrived; hearing of it again changes nothing. */
  synchronized void arrived(String organization, EventId id, Instant at) {
    if (!arrived.add(id)) {
      return;
    }
    Instant committedAt = underway.remove(id);
    if (committedAt != null) {
      tally(organization).delivered(Duration.between(committedAt, at));
    } else {
      early.put(id, at);
    }
  }

  /** Of one organization, now. */
  synchronized OrganizationTally.Reading reading(OrganizationId organization) {
    return tally(organization.value()).read();
  }

  /** Of all together, now. */
  synchronized OrganizationTally.Reading total() {
    OrganizationTally all = new OrganizationTally();
    tallies.values().forEach(all::add);
    return all.read();
  }

  @GuardedBy("this")
  private OrganizationTally tally(String organization) {
    return tallies.computeIfAbsent(organization, name -> new OrganizationTally());
  }
}
