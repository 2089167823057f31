package dev.signalbox.relay.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event as it was given on the command line; the outbox checks it.
 *
 * @param payload JSON text as it was read
 * @param id chosen by the caller; null: minted
 */
public record OutgoingEvent(
    String organization,
    String type,
    String payload,
    @Nullable String key,
    List<String> channels,
    @Nullable String id) {

  /** Copies the channels. */
  public OutgoingEvent {
    channels = List.copyOf(channels);
  }

  @Override
  public String toString() {
    return "OutgoingEvent[organization=%s, type=%s, key=%s, channels=%s, id=%s]"
        .formatted(organization, type, key, channels, id);
  }
}
