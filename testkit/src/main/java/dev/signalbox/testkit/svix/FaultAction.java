package dev.signalbox.testkit.svix;

import java.time.Duration;
import java.util.Map;

/** What a fault does to a request. */
public sealed interface FaultAction {

  /** Answers this in place of the real answer. */
  record Answer(int status, Map<String, String> headers, String body) implements FaultAction {
    public Answer {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException(
            "Status of a fault is %d; it must be between 200 and 599.".formatted(status));
      }
      headers = Map.copyOf(headers);
    }
  }

  /** Lets time pass, then goes on. */
  record Delay(Duration duration) implements FaultAction {}

  /** Closes the connection without an answer. */
  record Cut() implements FaultAction {}

  /** Sends the real headers and at most this many bytes of the body, then closes the connection. */
  record Truncate(int bytes) implements FaultAction {}

  /** Waits until the gate is released, then goes on. */
  record Hold(Gate gate) implements FaultAction {}
}
