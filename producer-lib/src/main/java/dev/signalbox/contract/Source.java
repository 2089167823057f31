package dev.signalbox.contract;

import java.util.regex.Pattern;

/**
 * The producing system that an outbox schema belongs to; part of every workflow id, so that several
 * systems can share a Temporal namespace.
 *
 * @param value lower-case letters, digits, {@code .}, _ and {@code -}, at most 63, beginning with a
 *     letter or digit
 */
public record Source(String value) {

  private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  /** Used where nothing is configured. */
  public static final Source DEFAULT = new Source("default");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it does not match the pattern
   */
  public Source {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Source \"%s\" is not made of at most 63 lower-case letters, digits, dots, underscores and hyphens."
              .formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
