package dev.signalbox.relay.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends a command with exit code 1 and one line that names the setting or input. */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A failure that needs no other explanation. */
  public CommandFailure(String message) {
    super(message);
  }

  /** {@code subject}, a colon, and what the innermost cause says in its first line. */
  public CommandFailure(String subject, Throwable cause) {
    super(subject + ": " + explanation(cause), cause);
  }

  static String explanation(Throwable failure) {
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = next(cause)) {
      innermost = cause;
    }
    String message = Objects.requireNonNullElse(innermost.getMessage(), "");
    String line = message.lines().map(String::strip).findFirst().orElse("");
    return line.isEmpty() ? innermost.getClass().getSimpleName() : line;
  }

  private static @Nullable Throwable next(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null || cause.getMessage() == null ? null : cause;
  }
}
