package dev.signalbox.bench.latency;

import dev.signalbox.bench.drain.LeanClient;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Lets a POST throw what tasks may throw; the event is then missed, and its turn is void. */
final class Posting {

  private Posting() {}

  static void send(LeanClient http, Event event) {
    try {
      http.send(event.message(), event.id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
