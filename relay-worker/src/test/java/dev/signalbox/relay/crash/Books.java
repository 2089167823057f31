package dev.signalbox.relay.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.testkit.svix.Ledger;
import dev.signalbox.testkit.svix.StoredMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** What was committed, and whether Svix and the database agree with it. */
final class Books {

  private final OrganizationId organization;
  private final Map<String, OutboxEvent> committed = new LinkedHashMap<>();
  private String refusedOnce = "";

  Books(OrganizationId organization) {
    this.organization = organization;
  }

  /** Three batches: two keys, and events without one; the first is refused once. */
  List<OutboxEvent> draft() {
    return List.of(event(""), event("a"), event("a"), event(""), event("b"));
  }

  List<OutboxEvent> late() {
    return List.of(event("a"));
  }

  List<OutboxEvent> rolledBack() {
    return List.of(event("a"), event(""));
  }

  EventId refusedOnce(List<OutboxEvent> events) {
    EventId id = events.get(0).id().orElseThrow();
    refusedOnce = id.toString();
    return id;
  }

  private OutboxEvent event(String key) {
    EventId id = EventId.mint();
    OutboxEvent event =
        OutboxEvent.of(organization, "crash.made", "{ \"id\":\"%s\" }".formatted(id)).withId(id);
    return key.isEmpty() ? event : event.withOrderingKey(key);
  }

  synchronized void committed(List<OutboxEvent> events) {
    events.forEach(event -> committed.put(event.id().orElseThrow().toString(), event));
  }

  /**
   * Every committed event is stored once, in its own application, as it was, in order within its
   * key; the one that was refused once may be dead instead, and is not both. Nothing else is there.
   */
  synchronized void check(Ledger ledger, DataSource dataSource) throws SQLException {
    List<String> dead = texts(dataSource, "dead_letter");
    List<String> logged = texts(dataSource, "delivered_event");
    List<StoredMessage> stored = ledger.messages(organization.value());
    List<String> storedIds = stored.stream().map(m -> m.eventId().orElse("")).toList();
    assertThat(ledger.messageCount()).as("messages in all applications").isEqualTo(stored.size());
    assertThat(dead).as("dead letters").isSubsetOf(List.of(refusedOnce));
    List<String> ended = new ArrayList<>(storedIds);
    ended.addAll(dead);
    assertThat(ended).as("stored or dead").containsExactlyInAnyOrderElementsOf(committed.keySet());
    assertThat(logged).as("log").containsExactlyInAnyOrderElementsOf(storedIds);
    for (StoredMessage message : stored) {
      OutboxEvent event = committed.get(message.eventId().orElseThrow());
      assertThat(message.payload()).isEqualTo(event == null ? "" : event.payload());
    }
    assertThat(byKey(storedIds)).as("order").isEqualTo(byKey(committed.keySet()));
  }

  private Map<String, List<String>> byKey(Iterable<String> ids) {
    Map<String, List<String>> byKey = new LinkedHashMap<>();
    for (String id : ids) {
      OutboxEvent event = committed.get(id);
      String key = event == null ? "" : event.orderingKey().orElse("");
      if (!key.isEmpty()) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(id);
      }
    }
    return byKey;
  }

  int pending(DataSource dataSource) throws SQLException {
    return texts(dataSource, "outbox_event").size();
  }

  private List<String> texts(DataSource dataSource, String table) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT event_id FROM signalbox.%s WHERE organization_id = ?".formatted(table))) {
      statement.setString(1, organization.value());
      try (ResultSet row = statement.executeQuery()) {
        List<String> ids = new ArrayList<>();
        while (row.next()) {
          ids.add(row.getObject(1, UUID.class).toString());
        }
        return ids;
      }
    }
  }

  /** Whether anybody waits for a lock that one of these server processes holds. */
  boolean isWaitedFor(List<Integer> backends, DataSource dataSource) throws SQLException {
    Set<Integer> holders = new HashSet<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT unnest(pg_blocking_pids(pid)) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND wait_event_type = 'Lock'");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        holders.add(row.getInt(1));
      }
    }
    return backends.stream().anyMatch(holders::contains);
  }
}
