package dev.signalbox.relay.deliver;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it waits in the outbox; {@link #toString} leaves the payload out.
 *
 * @param id its place in the outbox
 * @param eventId Svix eventId and idempotency key
 * @param eventType by Svix's pattern
 * @param payload JSON text, byte for byte what was appended
 * @param orderingKey events with the same one are sent in id order, one at a time; null: any order
 * @param channels Svix channels; empty: none
 * @param attempts how often it was refused so far
 * @param age time that it has waited between refusals; when the relay or the destination was at
 *     rest does not count
 * @param old whether the destination may have forgotten its id, if it got it before
 * @param defect why it can never be sent as it is; null: it can
 */
public record PendingEvent(
    long id,
    UUID eventId,
    String eventType,
    String payload,
    @Nullable String orderingKey,
    List<String> channels,
    int attempts,
    Duration age,
    boolean old,
    @Nullable Defect defect) {

  /** Copies the channels. */
  public PendingEvent {
    channels = List.copyOf(channels);
  }

  /** A young event without a defect. */
  public PendingEvent(
      long id,
      UUID eventId,
      String eventType,
      String payload,
      @Nullable String orderingKey,
      List<String> channels,
      int attempts) {
    this(
        id,
        eventId,
        eventType,
        payload,
        orderingKey,
        channels,
        attempts,
        Duration.ZERO,
        false,
        null);
  }

  /** Without the payload and the ordering key, which belong in no log. */
  @Override
  public String toString() {
    return "PendingEvent[id=%d, eventId=%s, eventType=%s, attempts=%d, payload of %d characters]"
        .formatted(id, eventId, eventType, attempts, payload.length());
  }
}
