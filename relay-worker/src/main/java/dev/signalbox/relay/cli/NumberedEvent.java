package dev.signalbox.relay.cli;

import dev.signalbox.outbox.OutboxEvent;

/**
 * An event and where it was read.
 *
 * @param line from 1; 0: the whole input
 */
record NumberedEvent(int line, OutboxEvent event) {

  /** "line 3: " or nothing. */
  String place() {
    return line == 0 ? "" : "line %d: ".formatted(line);
  }
}
