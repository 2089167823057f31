package dev.signalbox.relay.cli;

/** What the process says to its caller. */
public final class ExitCodes {

  /** Done. */
  public static final int DONE = 0;

  /** It was asked rightly and failed. */
  public static final int FAILED = 1;

  /** It was asked wrongly: arguments or settings. */
  public static final int WRONG_USE = 2;

  private ExitCodes() {}
}
