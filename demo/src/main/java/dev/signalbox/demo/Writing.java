package dev.signalbox.demo;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.demo.Basket.Line;
import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.OutboxEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Writes the business rows of a basket and makes its events, in the caller's transaction. */
final class Writing {

  private static final List<String> TYPES =
      List.of("order.created", "order.paid", "order.packed", "order.shipped", "order.note");

  /** Two appends: one event alone, or many by one statement. */
  interface Append {
    List<EventId> append(List<OutboxEvent> events) throws SQLException;
  }

  private Writing() {}

  static List<ShopEvent> write(
      Connection connection, Append append, List<Line> lines, RandomGenerator random)
      throws SQLException {
    Map<Order, Integer> positions = advance(connection, lines);
    List<OutboxEvent> events = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (Line line : lines) {
      int position = positions.merge(Order.of(line), 1, Integer::sum);
      places.add(position);
      events.add(event(line, position, random));
    }
    List<EventId> ids = append.append(events);
    List<ShopEvent> written = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      written.add(new ShopEvent(ids.get(i), events.get(i), places.get(i)));
    }
    return written;
  }

  /** In one order of rows for all transactions, so that none waits for another in a circle. */
  private static Map<Order, Integer> advance(Connection connection, List<Line> lines)
      throws SQLException {
    Map<Order, Integer> counts = new TreeMap<>();
    lines.forEach(line -> counts.merge(Order.of(line), 1, Integer::sum));
    Map<Order, Integer> before = new HashMap<>();
    for (Map.Entry<Order, Integer> count : counts.entrySet()) {
      Order order = count.getKey();
      int last = Orders.advance(connection, order.organization(), order.number(), count.getValue());
      before.put(order, last - count.getValue());
    }
    return before;
  }

  /** Some carry an id of the shop's choice, others get theirs from the outbox. */
  private static OutboxEvent event(Line line, int position, RandomGenerator random) {
    EventId id = EventId.mint();
    String type = TYPES.get((position - 1) % TYPES.size());
    OutboxEvent event = OutboxEvent.of(line.organization(), type, Payloads.of(id, random));
    if (line.keyed()) {
      event = event.withOrderingKey("order-" + line.order()).withId(id);
    }
    if (position % 4 == 0) {
      event = event.withChannels(List.of("warehouse", "channel-" + line.order()));
    }
    return position % 5 == 0 ? event.withHeaders(Map.of("correlation-id", id.toString())) : event;
  }

  private record Order(OrganizationId organization, int number) implements Comparable<Order> {

    private static final Comparator<Order> BY_ROW =
        Comparator.comparing(Order::organization).thenComparing(Order::number);

    static Order of(Line line) {
      return new Order(line.organization(), line.order());
    }

    @Override
    public int compareTo(Order other) {
      return BY_ROW.compare(this, other);
    }
  }
}
