package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes messages as Svix answers them. */
final class MessageJson {

  private MessageJson() {}

  static JsonNode of(StoredMessage message, boolean withContent, boolean hasContent) {
    ObjectNode json = Json.object();
    json.put("eventId", message.eventId().orElse(null));
    json.put("eventType", message.eventType());
    json.set("payload", payload(message, withContent, hasContent));
    if (message.channels().isEmpty()) {
      json.putNull("channels");
    } else {
      json.set("channels", Json.tree(message.channels()));
    }
    json.put("id", message.id());
    return json.put("timestamp", Json.timestamp(message.storedAt()));
  }

  private static JsonNode payload(StoredMessage message, boolean withContent, boolean hasContent) {
    if (!withContent) {
      return Json.object();
    }
    return hasContent ? parsed(message.payload()) : expired();
  }

  /** A payload that Svix's own parser refuses looks like an expired one. */
  private static JsonNode parsed(String payload) {
    try {
      JsonNode json = Json.MAPPER.readTree(payload);
      return json.isMissingNode() || hasInfinity(json) ? expired() : json;
    } catch (JsonProcessingException e) {
      return expired();
    }
  }

  private static boolean hasInfinity(JsonNode json) {
    if (json.isFloatingPointNumber()) {
      return !Double.isFinite(json.doubleValue());
    }
    for (JsonNode child : json) {
      if (hasInfinity(child)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode expired() {
    return Json.object().put("expired", true);
  }
}
