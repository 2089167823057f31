package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** What a client says of an endpoint: a body of Svix's interface, checked and normalized. */
record EndpointIn(ObjectNode json) {

  static final String PREFIX = "ep_";

  private static final List<String> FIELDS =
      List.of(
          "description",
          "rateLimit",
          "throttleRate",
          "uid",
          "url",
          "version",
          "disabled",
          "filterTypes",
          "channels",
          "metadata");

  static EndpointIn parse(JsonNode body) {
    ObjectNode defaults =
        Json.object().put("description", "").put("version", 1).put("disabled", false);
    defaults.putObject("metadata");
    return of(defaults, body);
  }

  /** The same with the fields that a patch names. */
  EndpointIn patched(JsonNode body) {
    return of(json, body);
  }

  private static EndpointIn of(ObjectNode before, JsonNode body) {
    ObjectNode merged = Json.object();
    for (String field : FIELDS) {
      JsonNode given =
          field.equals("filterTypes") && body.has("eventTypes")
              ? body.path("eventTypes")
              : body.path(field);
      JsonNode kept = before.path(field);
      JsonNode value = given.isMissingNode() ? kept : given;
      merged.set(field, value.isMissingNode() ? merged.nullNode() : value);
    }
    merged.put("url", normalized(Json.requiredText(merged, "url")));
    Json.text(merged, "uid").ifPresent(uid -> Names.uid(uid, PREFIX, List.of("body", "uid")));
    EndpointIn in = new EndpointIn(merged);
    if (in.eventTypes().map(List::isEmpty).orElse(false)) {
      throw Refusal.invalid(List.of("body", "eventTypes"), "eventTypes can't be empty");
    }
    if (in.channels().map(channels -> channels.isEmpty() || channels.size() > 10).orElse(false)) {
      throw Refusal.invalid(
          List.of("body", "channels"),
          "Channels must have at least 1 and at most 10 items, or be set to null.");
    }
    return in;
  }

  Optional<String> uid() {
    return Json.text(json, "uid");
  }

  String url() {
    return json.path("url").asText();
  }

  Optional<List<String>> eventTypes() {
    return Json.texts(json, "filterTypes");
  }

  Optional<List<String>> channels() {
    return Json.texts(json, "channels");
  }

  /** Whether a message goes to the endpoint. */
  boolean matches(StoredMessage message) {
    return !json.path("disabled").asBoolean()
        && eventTypes().map(types -> types.contains(message.eventType())).orElse(true)
        && channels()
            .map(channels -> message.channels().stream().anyMatch(channels::contains))
            .orElse(true);
  }

  private static String normalized(String url) {
    try {
      URI uri = new URI(url);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return uri.getRawPath().isEmpty() && uri.getRawQuery() == null ? url + "/" : url;
      }
    } catch (URISyntaxException e) {
      throw invalidUrl();
    }
    throw invalidUrl();
  }

  private static Refusal invalidUrl() {
    return Refusal.invalid(List.of("body", "url"), "Endpoint URL schemes must be http or https");
  }
}
