package dev.signalbox.signal;

/** What became of one call of {@link RelaySignaler#signalRelay} for one organization. */
public sealed interface SignalOutcome {

  /** Temporal has the signal: the workflow of the organization runs and will look at its rows. */
  record Sent() implements SignalOutcome {}

  /**
   * An earlier call waits to be sent and stands for this one too; what becomes of it is told once,
   * as the outcome of that call.
   */
  record Coalesced() implements SignalOutcome {}

  /** No signal is needed: the relay will look at the rows of the organization by itself. */
  record Suppressed() implements SignalOutcome {}

  /**
   * Nothing was sent, or no answer came. Nothing is lost: the rows are committed, and the sweep
   * wakes the organization.
   *
   * @param cause the kind of failure, few enough to be a metric's label
   * @param reason what went wrong, for a person
   */
  record Failed(FailureCause cause, String reason) implements SignalOutcome {}

  /** The kinds of failure. */
  enum FailureCause {
    /** As many organizations wait as the options allow. */
    OVERFLOW,
    /** Temporal cannot be reached or serves nobody; the signaler pauses before it tries again. */
    UNREACHABLE,
    /** Temporal answered, and refused the signal of this organization. */
    REFUSED,
    /** The schema is bound to another source than the signaler's. */
    WRONG_SOURCE,
    /** The signaler was closed before the signal was sent. */
    CLOSED
  }
}
