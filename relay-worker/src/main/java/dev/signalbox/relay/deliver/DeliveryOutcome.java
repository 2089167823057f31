package dev.signalbox.relay.deliver;

import java.time.Duration;
import java.util.Optional;

/**
 * How handing over an event ended. A {@code reason} is short and safe for logs and Temporal's
 * history; a {@code response} is what the destination said, cleaned and cut, and goes to the
 * database only.
 */
public sealed interface DeliveryOutcome {

  /** The destination has stored it, now or ({@code duplicate}) earlier. */
  record Accepted(String messageId, boolean duplicate) implements DeliveryOutcome {}

  /** The destination will never accept this event. */
  record Rejected(int status, String reason, String response) implements DeliveryOutcome {

    /** Without the response, which may repeat the payload. */
    @Override
    public String toString() {
      return "Rejected[status=%d, reason=%s]".formatted(status, reason);
    }
  }

  /**
   * It may be accepted later, or may even have been: a 5xx, a time-out, a cut connection. Status 0:
   * there was no answer.
   *
   * @param retryAfter for how long the destination asks to be left alone
   */
  record Failed(int status, String reason, String response, Optional<Duration> retryAfter)
      implements DeliveryOutcome {

    /** Whoever answered did not ask for a pause. */
    public Failed(int status, String reason, String response) {
      this(status, reason, response, Optional.empty());
    }

    /** Without an answer. */
    public Failed(String reason) {
      this(0, reason, "");
    }

    /** Without the response, which may repeat the payload. */
    @Override
    public String toString() {
      return "Failed[status=%d, reason=%s]".formatted(status, reason);
    }
  }

  /** The destination asks for fewer calls. */
  record Throttled(String reason, Optional<Duration> retryAfter) implements DeliveryOutcome {}

  /** The credentials are refused, for the organization or for all: no event is to blame. */
  record Unauthorized(String reason) implements DeliveryOutcome {}

  /** Configuration is wrong (address, application): no event is to blame. */
  record Misconfigured(String reason) implements DeliveryOutcome {}

  /** No connection could be made, or everything fails: no event is to blame. */
  record Unreachable(String reason) implements DeliveryOutcome {}
}
