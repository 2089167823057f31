package dev.signalbox.bench.cost;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.append.Messages;
import dev.signalbox.outbox.OutboxEvent;
import java.util.List;

/**
 * How events come in the benchmark of database costs.
 *
 * @param size events of one transaction
 * @param count lots that are counted, after a first that is not
 * @param asleep whether the relay comes to rest after each lot; else all lots are there when it is
 *     woken
 */
record Lots(int size, int count, int payloadBytes, boolean asleep) {

  static final String ORGANIZATION = "acme";

  int events() {
    return size * count;
  }

  Lots with(int count) {
    return new Lots(size, count, payloadBytes, asleep);
  }

  List<Message> messages(Messages source) {
    return source.of(ORGANIZATION, size);
  }

  List<OutboxEvent> next(Messages source) {
    return messages(source).stream()
        .map(message -> OutboxEvent.of(message.organization(), message.type(), message.payload()))
        .toList();
  }
}
