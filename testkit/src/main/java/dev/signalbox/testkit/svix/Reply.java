package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer and how much of it reaches the client. Immutable: nobody writes to the body. */
final class Reply {

  private static final int WHOLE = Integer.MAX_VALUE;
  private static final Map<String, String> JSON_TYPE = Map.of("Content-Type", "application/json");

  /** The connection ends without an answer. */
  static final Reply CUT = new Reply(0, Map.of(), new byte[0], 0);

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final int sentBytes;

  private Reply(int status, Map<String, String> headers, byte[] body, int sentBytes) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
    this.sentBytes = sentBytes;
  }

  static Reply empty(int status) {
    return new Reply(status, Map.of(), new byte[0], WHOLE);
  }

  static Reply json(int status, JsonNode body) {
    return new Reply(status, JSON_TYPE, Json.bytes(body), WHOLE);
  }

  static Reply of(int status, Map<String, String> headers, String body) {
    return new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8), WHOLE);
  }

  /** The same answer, of which the body ends too early and the connection with it. */
  Reply truncated(int bytes) {
    return new Reply(status, headers, body, Math.min(bytes, Math.max(0, body.length - 1)));
  }

  /** HTTP status; 0 when the connection is cut. */
  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  int sentBytes() {
    return Math.min(sentBytes, body.length);
  }

  boolean isCut() {
    return status == 0;
  }

  boolean isTruncated() {
    return sentBytes != WHOLE;
  }

  /** Whether an idempotency key remembers it. */
  boolean isRepeatable() {
    return status >= 200 && status < 300 && !isTruncated();
  }
}
