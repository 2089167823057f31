package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;

/** Sends one wake and waits for the answer, for a bounded time. Safe for use by several threads. */
@FunctionalInterface
interface WakeSender extends AutoCloseable {

  /**
   * Wakes the workflow of an organization, or starts it.
   *
   * @param databaseId of the outbox; empty when it is not known
   */
  WakeAnswer wake(OrganizationId organization, String databaseId);

  /** Ends what is under way. */
  @Override
  default void close() {}

  /** What Temporal said. */
  sealed interface WakeAnswer {

    /** The workflow has the signal. */
    record Accepted() implements WakeAnswer {}

    /** An answer that concerns this organization alone. */
    record Refused(String reason) implements WakeAnswer {}

    /** No answer, or one that any organization would get. */
    record Unreachable(String reason) implements WakeAnswer {}
  }
}
