package dev.signalbox.relay.process;

/** Something that the relay needs cannot be reached or refuses; the message names its setting. */
public final class StartFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartFailedException(String subject, Throwable cause) {
    super(subject, cause);
  }
}
