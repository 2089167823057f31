package dev.signalbox.testkit.svix;

/** Where in the life of a request a fault strikes, in order. */
public enum FaultPoint {
  /** Before authentication and the idempotency key, as a proxy in front would. */
  ARRIVAL,
  /** While the idempotency key is locked, before anything is stored. */
  BEFORE_COMMIT,
  /**
   * After everything is stored. The answer that the fault puts in place of the real one counts for
   * the idempotency key: only a whole 2xx is remembered, as in a server that dies or fails here.
   */
  AFTER_COMMIT,
  /** After the idempotency key has remembered the real answer, as a proxy in front would. */
  REPLY
}
