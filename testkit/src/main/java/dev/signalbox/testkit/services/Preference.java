package dev.signalbox.testkit.services;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which kind of a backing service is wanted. */
public enum Preference {
  /** The first kind that can be had, in the order of {@link ServiceKind}. */
  AUTO,
  /** A local program, else an error. */
  LOCAL,
  /** A container, else an error. */
  CONTAINERS,
  /** Embedded, also where the environment gives an address. */
  EMBEDDED;

  /**
   * Reads a preference as written in a setting.
   *
   * @throws IllegalArgumentException naming the setting and the words it knows
   */
  static Preference parse(String setting, String text) {
    return Arrays.stream(values())
        .filter(preference -> preference.toString().equals(text.strip()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(setting, text)));
  }

  private static String unknown(String setting, String text) {
    String words =
        Arrays.stream(values()).map(Preference::toString).collect(Collectors.joining(", "));
    return "%s is \"%s\"; it must be one of %s.".formatted(setting, text, words);
  }

  boolean allows(ServiceKind kind) {
    return switch (this) {
      case AUTO -> true;
      case LOCAL -> kind == ServiceKind.LOCAL;
      case CONTAINERS -> kind == ServiceKind.CONTAINER;
      case EMBEDDED -> kind == ServiceKind.EMBEDDED;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
