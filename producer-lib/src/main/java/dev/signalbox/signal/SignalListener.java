package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;

/**
 * Is told once, per call and organization, what became of a signal: the place for a counter.
 *
 * <p>Called by the thread that called {@link RelaySignaler#signalRelay} when the signal is
 * coalesced or fails at once, by the one that closes, and by the sender threads: an implementation
 * is safe for use by several threads, returns quickly and does not call {@link
 * RelaySignaler#close}. What it throws is ignored.
 */
@FunctionalInterface
public interface SignalListener {

  /** Listens to nothing. */
  SignalListener NONE = (organization, outcome) -> {};

  /** One call of {@code signalRelay} has come to its end for this organization. */
  void onSignal(OrganizationId organization, SignalOutcome outcome);
}
