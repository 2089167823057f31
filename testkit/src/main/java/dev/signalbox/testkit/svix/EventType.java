package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** A registered event type. */
record EventType(
    String name, String description, boolean archived, Instant createdAt, Instant updatedAt) {

  EventType archive(Instant now) {
    return new EventType(name, description, true, createdAt, now);
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("name", name);
    json.put("description", description);
    json.put("archived", archived);
    json.put("deprecated", archived);
    json.putNull("schemas");
    json.put("createdAt", Json.timestamp(createdAt));
    json.put("updatedAt", Json.timestamp(updatedAt));
    return json.putNull("featureFlag");
  }
}
