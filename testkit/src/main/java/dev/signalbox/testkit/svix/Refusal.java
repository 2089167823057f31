package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Ends a request with one of Svix's errors; thrown from any depth of a handler. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  private Refusal(Reply reply) {
    super("Refused with status " + reply.status() + ".", null, false, false);
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }

  static Refusal unauthenticated() {
    return coded(401, "authentication_failed", "Invalid token");
  }

  static Refusal notFound() {
    return coded(404, "not_found", "Entity not found");
  }

  static Refusal applicationNotFound() {
    return coded(404, "not_found", "Application not found");
  }

  static Refusal conflict() {
    return coded(409, "conflict", "A conflict has occurred");
  }

  static Refusal applicationExists() {
    return coded(409, "conflict", "An application with that id or uid already exists");
  }

  static Refusal eventTypeExists() {
    return coded(409, "event_type_exists", "An event_type with this name already exists");
  }

  static Refusal tooLarge() {
    return coded(413, "payload_too_large", "Request payload is too large.");
  }

  static Refusal badQuery(String detail) {
    return coded(400, "generic_error", detail);
  }

  /** A field that breaks a rule; {@code location} starts with body, path or query. */
  static Refusal invalid(List<String> location, String message) {
    return unprocessable(location, message, "value_error");
  }

  /** A field, or the body itself, that cannot be decoded. */
  static Refusal undecodable(String field, String message) {
    List<String> location = field.equals("body") ? List.of("body") : List.of("body", field);
    return unprocessable(location, message, "value_error.jsondecode");
  }

  static Refusal unprocessable(List<String> location, String message, String type) {
    ObjectNode body = Json.object();
    ObjectNode item = body.putArray("detail").addObject();
    ArrayNode loc = item.putArray("loc");
    location.forEach(loc::add);
    item.put("msg", message).put("type", type);
    return new Refusal(Reply.json(422, body));
  }

  private static Refusal coded(int status, String code, String detail) {
    return new Refusal(Reply.json(status, Json.object().put("code", code).put("detail", detail)));
  }
}
