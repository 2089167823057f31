package dev.signalbox.relay.settle;

import java.util.Locale;

/** Why an event is dead, as the dead letter says it. */
public enum ErrorClass {
  /** The destination will never take it. */
  REJECTED,
  /** It was refused too often, or for too long. */
  EXHAUSTED,
  /** Its delivery ended the process. */
  POISON,
  /** No row that a producer writes. */
  DAMAGED,
  /** It is not known whose it is, and such events are not wanted. */
  SKIPPED;

  /** As the table has it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it died by an attempt, which then counts. */
  boolean isOfAnAttempt() {
    return this == REJECTED || this == EXHAUSTED;
  }
}
