package dev.signalbox.testkit.svix;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message that the emulator has accepted.
 *
 * @param id Svix's id, {@code msg_…}
 * @param applicationId Svix's id, {@code app_…}
 * @param application uid of the application, or its id where it has none
 * @param eventId empty when the producer gave none
 * @param channels empty when it has none
 * @param payload exactly what came
 * @param storedAt when it was stored, by the emulator's clock
 */
public record StoredMessage(
    String id,
    String applicationId,
    String application,
    Optional<String> eventId,
    String eventType,
    List<String> channels,
    String payload,
    Instant storedAt) {

  public StoredMessage {
    channels = List.copyOf(channels);
  }

  /** The payload in UTF-8, as endpoints get it. */
  public byte[] payloadBytes() {
    return payload.getBytes(StandardCharsets.UTF_8);
  }

  /** Names the message without its payload. */
  @Override
  public String toString() {
    return "StoredMessage[id=%s, application=%s, eventId=%s, eventType=%s]"
        .formatted(id, application, eventId.orElse(""), eventType);
  }
}
