package dev.signalbox.relay.svix;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What came back over HTTP; of a long body the beginning. */
final class Answer {

  private final int status;
  private final @Nullable String retryAfter;
  private final byte[] body;

  Answer(int status, @Nullable String retryAfter, byte[] body) {
    this.status = status;
    this.retryAfter = retryAfter;
    this.body = body;
  }

  int status() {
    return status;
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** The header of that name, as it was sent. */
  @Nullable String retryAfter() {
    return retryAfter;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** As it came; not to be changed. */
  byte[] body() {
    return body;
  }
}
