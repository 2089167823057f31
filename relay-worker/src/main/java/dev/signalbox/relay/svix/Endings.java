package dev.signalbox.relay.svix;

import com.svix.exceptions.ApiException;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.DeliveryOutcome.Misconfigured;
import dev.signalbox.relay.deliver.DeliveryOutcome.Rejected;
import dev.signalbox.relay.deliver.DeliveryOutcome.Throttled;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unauthorized;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unreachable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/** Says what an answer, or the lack of one, means for the event. */
final class Endings {

  /** What Svix was asked; only to the first can an event be to blame. */
  enum Question {
    STORE(""),
    IS_STORED(" when asked whether it has the event"),
    APPLICATION(" when asked for the application");

    private final String words;

    Question(String words) {
      this.words = words;
    }
  }

  private Endings() {}

  /** The meaning of an answer that is no 2xx, apart from the 404 and 409 that callers look into. */
  static DeliveryOutcome of(ApiException refusal, Question question) {
    int status = refusal.getCode();
    String reason = "Svix answered " + status + question.words;
    if (status >= 500) {
      return new Failed(
          status, reason, ResponseText.clean(refusal.getResponseBody()), retryAfter(refusal));
    }
    return switch (status) {
      case 400, 413, 422 -> ofInvalid(refusal, question, reason);
      case 408, 425, 429 -> new Throttled(reason, retryAfter(refusal));
      case 401, 403 -> new Unauthorized(reason + "; check the token");
      default ->
          new Misconfigured(
              reason + "; check that the server URL is that of Svix's API, redirects included");
    };
  }

  /** Only Svix's own word is taken for an event that it will never accept. */
  private static DeliveryOutcome ofInvalid(ApiException refusal, Question question, String reason) {
    Optional<SvixError> error = SvixError.in(refusal.getResponseBody());
    if (error.isEmpty()) {
      return ofStranger(refusal, question, reason + " in other words than its own");
    }
    return error.get().isOfToken()
        ? new Unauthorized(reason + "; check the token")
        : ofEvent(refusal, question, reason);
  }

  /** Something between relay and Svix may refuse one event or all: as with a 5xx, who knows. */
  private static DeliveryOutcome ofStranger(
      ApiException refusal, Question question, String reason) {
    return question == Question.STORE
        ? new Failed(refusal.getCode(), reason, ResponseText.clean(refusal.getResponseBody()))
        : new Misconfigured(reason);
  }

  private static DeliveryOutcome ofEvent(ApiException refusal, Question question, String reason) {
    return question == Question.STORE
        ? new Rejected(refusal.getCode(), reason, ResponseText.clean(refusal.getResponseBody()))
        : new Misconfigured(reason);
  }

  private static Optional<Duration> retryAfter(ApiException refusal) {
    return refusal instanceof SvixRefusal ours ? ours.retryAfter() : Optional.empty();
  }

  /** The meaning of there being no answer; keeps the mark of an interrupted thread. */
  static DeliveryOutcome of(IOException failure, Duration callTimeout) {
    if (isInterrupt(failure)) {
      Thread.currentThread().interrupt();
      return new Failed("Interrupted while waiting for Svix");
    }
    if (failure instanceof NotSentException notSent) {
      return new Unreachable("No connection to Svix: " + notSent.why());
    }
    if (failure instanceof InterruptedIOException) {
      return timedOut(callTimeout);
    }
    return new Failed(
        "No complete answer from Svix (%s)".formatted(failure.getClass().getSimpleName()));
  }

  static Failed timedOut(Duration callTimeout) {
    long millis = callTimeout.toMillis();
    String words = millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    return new Failed("Svix timed out after " + words);
  }

  // A virtual thread's socket is closed by the interrupt, whatever exception that ends in.
  private static boolean isInterrupt(IOException failure) {
    return Thread.currentThread().isInterrupted()
        || (failure instanceof InterruptedIOException
            && "interrupted".equals(failure.getMessage()));
  }
}
