package dev.signalbox.relay.installation;

/** The outbox is missing, too old, or somebody else's; the message says what to do. */
public final class WrongInstallationException extends RuntimeException {

  private static final long serialVersionUID = 1;

  WrongInstallationException(String message) {
    super(message);
  }

  /** Somebody has deleted what says whose outbox it is and whether it is held. */
  public static WrongInstallationException lostRow() {
    return new WrongInstallationException(
        "The table installation has lost its one row; nothing is delivered until it is restored.");
  }

  WrongInstallationException(String message, Throwable cause) {
    super(message, cause);
  }
}
