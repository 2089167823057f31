package dev.signalbox.relay.installation;

/** The outbox is missing, too old, or somebody else's; the message says what to do. */
public final class WrongInstallationException extends RuntimeException {

  private static final long serialVersionUID = 1;

  WrongInstallationException(String message) {
    super(message);
  }

  WrongInstallationException(String message, Throwable cause) {
    super(message, cause);
  }
}
