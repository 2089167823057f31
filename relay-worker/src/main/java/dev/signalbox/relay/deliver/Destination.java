package dev.signalbox.relay.deliver;

/** Where events are handed to. Implementations are safe for use by any number of threads. */
public interface Destination {

  /**
   * Hands over one event and waits for the answer, at most for the configured call timeout.
   *
   * <p>Sending an event again under the same id is recognised by the destination. Never throws for
   * anything that the destination, the network or the configuration does: those are outcomes.
   */
  DeliveryOutcome deliver(Target target, PendingEvent event);

  /**
   * Asks whether the source's credentials are accepted, by a call that concerns no organization,
   * and waits at most for the configured call timeout. Never throws, as {@link #deliver}.
   */
  default CredentialCheck checkCredentials() {
    return new CredentialCheck.Unknown("The destination has no such question");
  }
}
