package dev.signalbox.testkit.svix;

/**
 * The headers that the emulator looks at; empty where the request has none.
 *
 * @param authorization the whole value
 * @param idempotencyKey the whole value
 */
record RequestHeaders(String authorization, String idempotencyKey) {

  @Override
  public String toString() {
    return "RequestHeaders[idempotencyKey=" + idempotencyKey + "]";
  }
}
