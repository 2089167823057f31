package dev.signalbox.outbox;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The name of an event: Svix's {@code eventId} and the idempotency key of every attempt.
 *
 * <p>Svix gives receivers a message id of its own and leaves the payload as it was appended, so a
 * receiver learns this id only when the payload carries it: mint the id first, write it into the
 * payload, and pass it by {@link OutboxEvent#withId}.
 *
 * @param value any UUID
 */
public record EventId(UUID value) {

  private static final EventIdMint MINT =
      new EventIdMint(InstantSource.system(), new SecureRandom());

  /**
   * A new id: UUID version 7 (RFC 9562) with 62 random bits. Within a process each id is greater
   * than the one before, also when the clock is set back. Safe for use by several threads.
   */
  public static EventId mint() {
    return new EventId(MINT.next());
  }

  /**
   * Reads the 36 characters that {@link #toString} writes, in either case.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static EventId parse(String text) {
    if (text.length() == 36) {
      UUID value = UUID.fromString(text);
      if (value.toString().equalsIgnoreCase(text)) {
        return new EventId(value);
      }
    }
    throw new IllegalArgumentException("Event id is not a UUID of 36 characters.");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
