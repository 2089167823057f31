package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A stored endpoint. */
record Endpoint(
    String id,
    EndpointIn in,
    List<SigningKey> keys,
    Map<String, String> headers,
    Instant createdAt,
    Instant updatedAt) {

  private static final Duration OLD_KEY_SIGNS = Duration.ofHours(24);

  Endpoint {
    keys = List.copyOf(keys);
    headers = Map.copyOf(headers);
  }

  Endpoint with(EndpointIn newIn, Instant now) {
    return new Endpoint(id, newIn, keys, headers, createdAt, now);
  }

  Endpoint withHeaders(Map<String, String> newHeaders, Instant now) {
    return new Endpoint(id, in, keys, newHeaders, createdAt, now);
  }

  /** Signs with a new key from now on, and with the old ones for a day. */
  Endpoint rotated(SigningKey key, Instant now) {
    List<SigningKey> all =
        Stream.concat(Stream.of(key), keys.stream().map(old -> old.until(now.plus(OLD_KEY_SIGNS))))
            .toList();
    return new Endpoint(id, in, all, headers, createdAt, now);
  }

  SigningKey newestKey() {
    return keys.get(0);
  }

  ObjectNode toJson() {
    ObjectNode json = in.json().deepCopy();
    json.set("eventTypes", json.path("filterTypes"));
    json.put("id", id);
    json.put("createdAt", Json.timestamp(createdAt));
    return json.put("updatedAt", Json.timestamp(updatedAt));
  }
}
