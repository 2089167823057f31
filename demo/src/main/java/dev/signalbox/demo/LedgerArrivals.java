package dev.signalbox.demo;

import dev.signalbox.outbox.EventId;
import dev.signalbox.testkit.svix.Ledger;
import dev.signalbox.testkit.svix.StoredMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the emulator's ledger: the moment when a message was stored. */
final class LedgerArrivals implements Arrivals {

  private final Ledger ledger;
  private final Map<String, Integer> read = new HashMap<>();

  LedgerArrivals(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void tell(Deliveries deliveries) {
    for (String application : ledger.applications()) {
      List<StoredMessage> stored = ledger.messages(application);
      stored
          .subList(read.getOrDefault(application, 0), stored.size())
          .forEach(message -> tell(deliveries, message));
      read.put(application, stored.size());
    }
  }

  private static void tell(Deliveries deliveries, StoredMessage message) {
    message
        .eventId()
        .ifPresent(
            id -> deliveries.arrived(message.application(), EventId.parse(id), message.storedAt()));
  }
}
