package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A message as a client sends it, checked by Svix's rules. */
record MessageIn(
    Optional<String> eventId,
    String eventType,
    List<String> channels,
    String payload,
    Optional<ApplicationIn> application) {

  static final String PREFIX = "msg_";

  private static final int MAX_CHANNELS = 5;
  private static final int MIN_RETENTION_DAYS = 5;
  private static final int MAX_RETENTION_DAYS = 90;

  static MessageIn parse(Request request) {
    JsonNode json = request.object();
    String eventType = Json.requiredText(json, "eventType");
    String payload = payload(request, json);
    checkRetention(json.path("payloadRetentionPeriod"));
    return new MessageIn(
        Json.text(json, "eventId").map(id -> Names.uid(id, PREFIX, List.of("body", "uid"))),
        Names.name(eventType, List.of("body", "event_type")),
        channels(json),
        payload,
        application(json.path("application")));
  }

  /** The raw payload where there is one, else the exact text of the payload. */
  private static String payload(Request request, JsonNode json) {
    JsonNode payload = json.has("payload") ? json.path("payload") : json.path("data");
    if (payload.isMissingNode()) {
      throw Refusal.undecodable("payload", "missing field `payload`");
    }
    if (!payload.isObject()) {
      throw Refusal.invalid(List.of("body", "payload"), "Payload must be an object.");
    }
    String raw =
        Json.text(json.path("transformationsParams"), "rawPayload")
            .orElseGet(() -> slice(request.body()));
    if (hasUnpairedSurrogate(raw)) {
      throw Refusal.undecodable("transformationsParams", "unexpected end of hex escape");
    }
    return raw;
  }

  /** Such a text has no UTF-8. */
  private static boolean hasUnpairedSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** The bytes of the payload's value, as they stand in the body. */
  private static String slice(byte[] body) {
    try (JsonParser parser = Json.MAPPER.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found =
            parser.currentName().equals("payload") || parser.currentName().equals("data");
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (found) {
          int end = (int) parser.currentLocation().getByteOffset();
          return new String(body, start, end - start, StandardCharsets.UTF_8);
        }
      }
      throw Refusal.undecodable("payload", "missing field `payload`");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> channels(JsonNode json) {
    List<String> channels = Json.texts(json, "channels").orElse(null);
    if (channels == null) {
      return List.of();
    }
    if (channels.isEmpty() || channels.size() > MAX_CHANNELS) {
      throw Refusal.invalid(
          List.of("body", "channels"),
          "Channels must have at least 1 and at most 5 items, or be set to null.");
    }
    channels.forEach(channel -> Names.name(channel, List.of("body", "channels")));
    return channels;
  }

  private static void checkRetention(JsonNode days) {
    if (days.isInt()
        && (days.intValue() < MIN_RETENTION_DAYS || days.intValue() > MAX_RETENTION_DAYS)) {
      throw Refusal.invalid(List.of("body", "payload_retention_period"), "Validation error: range");
    }
  }

  private static Optional<ApplicationIn> application(JsonNode json) {
    return json.isObject() ? Optional.of(ApplicationIn.parse(json)) : Optional.empty();
  }

  @Override
  public String toString() {
    return "MessageIn[eventId=" + eventId.orElse("") + ", eventType=" + eventType + "]";
  }
}
