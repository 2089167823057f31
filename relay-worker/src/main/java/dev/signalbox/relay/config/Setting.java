package dev.signalbox.relay.config;

import java.util.Map;
import java.util.Optional;

/**
 * One environment variable: its name, default and meaning, and how its text becomes a value. The
 * reference in {@code docs/configuration.md} is made from these.
 *
 * @param form what a value looks like, for the reference
 * @param preset the text that holds when the variable is unset or empty; "" for none
 */
record Setting<T>(String name, String form, String preset, String meaning, Parser<T> parser) {

  /** Turns text into a value; the message of its exception completes "NAME is …". */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text);
  }

  /**
   * The value that the environment gives.
   *
   * @throws IllegalArgumentException with a sentence that begins with the name
   */
  T read(Map<String, String> environment) {
    String text =
        Optional.ofNullable(environment.get(name)).filter(t -> !t.isBlank()).orElse(preset);
    try {
      return parser.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " is " + e.getMessage(), e);
    }
  }

  /** What is wrong with this variable, as a sentence; empty when nothing is. */
  Optional<String> problem(Map<String, String> environment) {
    try {
      read(environment);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
