package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** A stored application; its details change, its messages and endpoints belong to it for good. */
final class Application {

  static final String PREFIX = "app_";

  private final String id;
  private final Instant createdAt;
  private final MessageLog messages;
  private final Endpoints endpoints = new Endpoints();
  private volatile Details details;

  Application(String id, ApplicationIn in, Instant createdAt, MessageLog messages) {
    this.id = id;
    this.createdAt = createdAt;
    this.messages = messages;
    this.details = new Details(in, createdAt);
  }

  String id() {
    return id;
  }

  ApplicationIn in() {
    return details.in();
  }

  /** The uid, or the id where it has none. */
  String label() {
    return details.in().uid().orElse(id);
  }

  MessageLog messages() {
    return messages;
  }

  Endpoints endpoints() {
    return endpoints;
  }

  void change(ApplicationIn in, Instant now) {
    details = new Details(in, now);
  }

  ObjectNode toJson() {
    Details now = details;
    ObjectNode json = Json.object();
    json.put("uid", now.in().uid().orElse(null));
    json.put("name", now.in().name());
    if (now.in().throttleRate().isPresent()) {
      json.put("throttleRate", now.in().throttleRate().getAsInt());
    } else {
      json.putNull("throttleRate");
    }
    json.put("id", id);
    json.put("createdAt", Json.timestamp(createdAt));
    json.put("updatedAt", Json.timestamp(now.updatedAt()));
    json.set("metadata", Json.tree(now.in().metadata()));
    return json;
  }

  private record Details(ApplicationIn in, Instant updatedAt) {}
}
