package dev.signalbox.bench.peer;

import dev.signalbox.bench.append.Message;
import java.util.UUID;

/** What a peer stores: a message and the id that all attempts to deliver it carry. */
record Webhook(String id, String organization, String type, String payload) {

  static Webhook of(Message message) {
    return new Webhook(
        UUID.randomUUID().toString(), message.organization(), message.type(), message.payload());
  }

  void by(Delivery delivery) throws Exception {
    delivery.send(new Message(organization, type, payload), id);
  }
}
