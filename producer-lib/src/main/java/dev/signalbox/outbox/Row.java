package dev.signalbox.outbox;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A checked event as the table holds it. Every way of writing takes its texts from here, so that
 * they cannot differ.
 *
 * @param channels as the text of a PostgreSQL array; null: none
 * @param headers as the text of a JSON object; null: none
 */
record Row(
    UUID eventId,
    String organization,
    String type,
    @Nullable String orderingKey,
    @Nullable String channels,
    @Nullable String headers,
    String payload) {

  static Row of(OutboxEvent event) {
    return new Row(
        event.id().orElseGet(EventId::mint).value(),
        event.organization(),
        event.type(),
        event.orderingKey().orElse(null),
        array(event.channels()),
        object(event.headers()),
        event.payload());
  }

  /** Without what only the receiver may see. */
  @Override
  public String toString() {
    return "Row[eventId=%s, organization=%s, type=%s, payload of %d characters]"
        .formatted(eventId, organization, type, payload.length());
  }

  /** Quoted, because a bare NULL is no text; no character of a checked channel needs more. */
  private static @Nullable String array(List<String> channels) {
    return channels.isEmpty() ? null : "{\"" + String.join("\",\"", channels) + "\"}";
  }

  private static @Nullable String object(Map<String, String> headers) {
    return headers.isEmpty() ? null : JsonText.object(headers);
  }
}
