package dev.signalbox.relay.cli;

/** Ends a command with exit code 2 and one line that says what was asked wrongly. */
final class WrongUse extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WrongUse(String message) {
    super(message);
  }
}
