package dev.signalbox.demo.chaos;

import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Appends the events of one transaction and writes them down as committed with it. */
final class Writing {

  static final String DOOMED_TYPE = "chaos.doomed";
  private static final String TYPE = "chaos.happened";

  private final Connection connection;
  private final Outbox outbox;
  private final RandomGenerator random;

  Writing(Connection connection, Outbox outbox, RandomGenerator random) {
    this.connection = connection;
    this.outbox = outbox;
    this.random = random;
  }

  void write(List<Draft> drafts) throws SQLException {
    Map<Aggregate, Long> places = advance(drafts);
    List<OutboxEvent> events = new ArrayList<>();
    List<CommittedEvent> committed = new ArrayList<>();
    for (Draft draft : drafts) {
      long sequence =
          draft
              .orderingKey()
              .map(key -> places.merge(Aggregate.of(draft, key), 1L, Long::sum))
              .orElse(0L);
      OutboxEvent event = event(draft, sequence);
      events.add(event);
      committed.add(committed(draft, sequence, event));
    }
    append(events);
    Truth.record(connection, committed);
  }

  private void append(List<OutboxEvent> events) throws SQLException {
    if (events.size() == 1 || random.nextInt(4) == 0) {
      for (OutboxEvent event : events) {
        outbox.append(connection, event);
      }
    } else {
      outbox.appendBatch(connection, events);
    }
  }

  /** In one order of rows for all transactions, so that none waits for another in a circle. */
  private Map<Aggregate, Long> advance(List<Draft> drafts) throws SQLException {
    Map<Aggregate, Integer> counts = new TreeMap<>();
    drafts.forEach(
        draft ->
            draft
                .orderingKey()
                .ifPresent(key -> counts.merge(Aggregate.of(draft, key), 1, Integer::sum)));
    Map<Aggregate, Long> before = new HashMap<>();
    for (Map.Entry<Aggregate, Integer> count : counts.entrySet()) {
      Aggregate aggregate = count.getKey();
      long last =
          Truth.advance(connection, aggregate.organization(), aggregate.key(), count.getValue());
      before.put(aggregate, last - count.getValue());
    }
    return before;
  }

  private OutboxEvent event(Draft draft, long sequence) {
    EventId id = EventId.mint();
    String payload =
        "{ \"event\" : \"%s\",\"sequence\":%d,\"note\":\"%s\"}"
            .formatted(id, sequence, "é".repeat(random.nextInt(300)));
    OutboxEvent event =
        OutboxEvent.of(draft.organization(), draft.doomed() ? DOOMED_TYPE : TYPE, payload)
            .withId(id);
    return draft.orderingKey().map(event::withOrderingKey).orElse(event);
  }

  private static CommittedEvent committed(Draft draft, long sequence, OutboxEvent event) {
    return new CommittedEvent(
        event.id().orElseThrow().toString(),
        draft.organization().value(),
        draft.orderingKey(),
        sequence,
        event.type(),
        Hash.of(event.payload()),
        draft.doomed());
  }

  private record Aggregate(String organization, String key) implements Comparable<Aggregate> {

    static Aggregate of(Draft draft, String key) {
      return new Aggregate(draft.organization().value(), key);
    }

    @Override
    public int compareTo(Aggregate other) {
      int byOrganization = organization.compareTo(other.organization);
      return byOrganization != 0 ? byOrganization : key.compareTo(other.key);
    }
  }
}
