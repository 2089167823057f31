package dev.signalbox.relay.deliver;

/**
 * Why an event cannot be sent as it is.
 *
 * @param kind whether the row or its past says so
 * @param reason safe for logs and Temporal's history
 */
public record Defect(Kind kind, String reason) {

  /** What is wrong with it. */
  public enum Kind {
    /** The row is none that a producer writes. */
    DAMAGED,
    /** Its delivery ended the process too often. */
    POISON
  }
}
