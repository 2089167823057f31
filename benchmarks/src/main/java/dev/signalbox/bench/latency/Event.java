package dev.signalbox.bench.latency;

import dev.signalbox.bench.append.Message;
import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.OutboxEvent;

/**
 * What is committed and sent.
 *
 * @param id a UUID, by which the stub knows it
 */
record Event(String id, String organization, String payload) {

  static final String TYPE = "order.placed";

  Message message() {
    return new Message(organization, TYPE, payload);
  }

  /** As it is appended to this project's outbox. */
  OutboxEvent outboxEvent() {
    return OutboxEvent.of(organization, TYPE, payload).withId(EventId.parse(id));
  }
}
