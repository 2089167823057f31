package dev.signalbox.demo.chaos;

import java.util.Optional;

/**
 * An event whose transaction committed.
 *
 * @param sequence its place among the events of its ordering key; 0 without a key
 * @param doomed whether Svix refuses it for ever
 */
record CommittedEvent(
    String eventId,
    String organization,
    Optional<String> orderingKey,
    long sequence,
    String type,
    String payloadHash,
    boolean doomed) {

  /** Names it without its payload. */
  @Override
  public String toString() {
    return "event %s of %s%s"
        .formatted(
            eventId,
            organization,
            orderingKey.map(key -> ", number %d of %s".formatted(sequence, key)).orElse(""));
  }
}
