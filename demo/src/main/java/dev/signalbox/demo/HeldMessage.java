package dev.signalbox.demo;

import java.util.List;

/**
 * A message that Svix holds.
 *
 * @param eventId empty when it has none
 */
record HeldMessage(String eventId, String type, List<String> channels, String payload) {

  HeldMessage {
    channels = List.copyOf(channels);
  }

  @Override
  public String toString() {
    return "HeldMessage[" + eventId + "]";
  }
}
