package dev.signalbox.testkit.svix;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Svix's rules for uids, event types and channels. */
final class Names {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9\\-_.]+");
  private static final int MAX_LENGTH = 256;

  private Names() {}

  /** Checks a uid, which must not look like an id of its own kind. */
  static String uid(String value, String ownPrefix, List<String> location) {
    name(value, location);
    if (value.startsWith(ownPrefix)) {
      throw Refusal.invalid(withAll(location), "Must not begin with the prefix " + ownPrefix + ".");
    }
    return value;
  }

  /** Checks an id or uid of a path. */
  static void inPath(String value, String field) {
    name(value, List.of("path", field));
  }

  static String name(String value, List<String> location) {
    if (value.isEmpty()) {
      throw Refusal.invalid(withAll(location), "String must be at least one character.");
    }
    if (value.length() > MAX_LENGTH) {
      throw Refusal.invalid(withAll(location), "String must be at most 256 characters.");
    }
    if (!NAME.matcher(value).matches()) {
      throw Refusal.invalid(
          withAll(location), "String must match the following pattern: [a-zA-Z0-9\\-_.].");
    }
    return value;
  }

  private static List<String> withAll(List<String> location) {
    return Stream.concat(location.stream(), Stream.of("__all__")).toList();
  }
}
