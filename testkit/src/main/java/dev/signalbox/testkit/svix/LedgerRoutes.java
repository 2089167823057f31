package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Lets other processes ask the ledger. */
final class LedgerRoutes {

  private static final int DEFAULT_LIMIT = 1000;

  private final Ledger ledger;

  LedgerRoutes(Ledger ledger) {
    this.ledger = ledger;
  }

  Map<Route, Handler> handlers() {
    return Map.of(
        Route.LEDGER_SUMMARY, request -> Reply.json(200, summary()),
        Route.LEDGER_MESSAGES, request -> Reply.json(200, messages(request.query())));
  }

  private ObjectNode summary() {
    ObjectNode json = Json.object();
    json.setAll((ObjectNode) Json.tree(ledger.summary()));
    json.set("applicationUids", Json.tree(ledger.applications()));
    return json;
  }

  private ObjectNode messages(Query query) {
    String application =
        query.text("app").orElseThrow(() -> Refusal.badQuery("app names no application."));
    int from = query.number("from", 0);
    List<StoredMessage> page =
        ledger.messages(application, from, query.number("limit", DEFAULT_LIMIT));
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("messages");
    page.forEach(message -> data.add(toJson(message)));
    return json.put("next", from + page.size());
  }

  private ObjectNode toJson(StoredMessage message) {
    ObjectNode json = Json.object();
    json.put("id", message.id());
    json.put("eventId", message.eventId().orElse(null));
    json.put("eventType", message.eventType());
    json.set("channels", Json.tree(message.channels()));
    json.put("payload", message.payload());
    json.put("storedAt", Json.timestamp(message.storedAt()));
    message
        .eventId()
        .ifPresent(
            eventId -> json.put("creations", ledger.creations(message.application(), eventId)));
    return json;
  }
}
