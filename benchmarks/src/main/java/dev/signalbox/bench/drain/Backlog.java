package dev.signalbox.bench.drain;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.append.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What lies there when a drain begins: the organizations' messages in turn.
 *
 * @param events of all organizations together
 */
record Backlog(int organizations, int events, int payloadBytes) {

  private static final int LOT = 1_000;

  Backlog with(int events) {
    return new Backlog(organizations, events, payloadBytes);
  }

  List<String> names() {
    return IntStream.range(0, organizations).mapToObj(i -> "org-" + i).toList();
  }

  List<Message> messages() {
    Messages source = new Messages(payloadBytes);
    List<String> names = names();
    List<Message> messages = new ArrayList<>(events);
    for (int i = 0; i < events; i++) {
      messages.add(source.one(names.get(i % organizations)));
    }
    return messages;
  }

  /** The same in parts, each for one transaction. */
  List<List<Message>> lots() {
    List<Message> all = messages();
    List<List<Message>> lots = new ArrayList<>();
    for (int from = 0; from < all.size(); from += LOT) {
      lots.add(all.subList(from, Math.min(from + LOT, all.size())));
    }
    return lots;
  }
}
