package dev.signalbox.testkit.svix;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The messages of one application, in the order of their commits and ids. */
final class MessageLog {

  private final InstantSource clock;
  private final Ids ids;
  private final Ledger ledger;
  private final Optional<Duration> eventIdWindow;
  private final List<StoredMessage> inOrder = new ArrayList<>();
  private final Map<String, StoredMessage> byId = new HashMap<>();
  private final Map<String, StoredMessage> byEventId = new HashMap<>();
  private final Set<String> expunged = new HashSet<>();

  MessageLog(InstantSource clock, Ids ids, Ledger ledger, Optional<Duration> eventIdWindow) {
    this.clock = clock;
    this.ids = ids;
    this.ledger = ledger;
    this.eventIdWindow = eventIdWindow;
  }

  /** Stores a message: this is the commit. Refused when its event id is stored already. */
  synchronized StoredMessage add(Application application, MessageIn in) {
    Instant now = clock.instant();
    if (in.eventId().isPresent() && isTaken(in.eventId().get(), now)) {
      ledger.repeatedEventId();
      throw Refusal.conflict();
    }
    StoredMessage message =
        new StoredMessage(
            ids.next(MessageIn.PREFIX),
            application.id(),
            application.label(),
            in.eventId(),
            in.eventType(),
            in.channels(),
            in.payload(),
            now);
    inOrder.add(message);
    byId.put(message.id(), message);
    in.eventId().ifPresent(eventId -> byEventId.put(eventId, message));
    ledger.stored(message);
    return message;
  }

  synchronized StoredMessage require(String idOrEventId) {
    StoredMessage found =
        (idOrEventId.startsWith(MessageIn.PREFIX) ? byId : byEventId).get(idOrEventId);
    if (found == null) {
      throw Refusal.notFound();
    }
    return found;
  }

  synchronized List<StoredMessage> newestFirst() {
    List<StoredMessage> copy = new ArrayList<>(inOrder);
    Collections.reverse(copy);
    return copy;
  }

  /** Removes the content, not the message. */
  synchronized void expunge(StoredMessage message) {
    expunged.add(message.id());
  }

  synchronized boolean hasContent(StoredMessage message) {
    return !expunged.contains(message.id());
  }

  private boolean isTaken(String eventId, Instant now) {
    StoredMessage earlier = byEventId.get(eventId);
    return earlier != null
        && eventIdWindow.map(window -> !now.isAfter(earlier.storedAt().plus(window))).orElse(true);
  }
}
