package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;

/** Keeps what a user's listener throws away from callers and sender threads. */
final class QuietListener implements SignalListener {

  private final SignalListener listener;

  QuietListener(SignalListener listener) {
    this.listener = listener;
  }

  @Override
  public void onSignal(OrganizationId organization, SignalOutcome outcome) {
    try {
      listener.onSignal(organization, outcome);
    } catch (Throwable ignored) {
      // wide: a listener only watches; it may fail neither the caller's request, whose transaction
      // is committed, nor a sender thread, on which other organizations depend
    }
  }
}
