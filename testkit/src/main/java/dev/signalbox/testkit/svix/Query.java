package dev.signalbox.testkit.svix;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decoded query string. */
record Query(Map<String, List<String>> values) {

  private static final Query EMPTY = new Query(Map.of());

  static Query of(@Nullable String raw) {
    if (raw == null || raw.isEmpty()) {
      return EMPTY;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      values.computeIfAbsent(decode(name), n -> new ArrayList<>()).add(decode(value));
    }
    return new Query(values);
  }

  Optional<String> text(String name) {
    return values.getOrDefault(name, List.of()).stream().reduce((first, last) -> last);
  }

  boolean flag(String name, boolean otherwise) {
    return text(name).map(value -> flagOf(name, value)).orElse(otherwise);
  }

  int number(String name, int otherwise) {
    return text(name).map(value -> numberOf(name, value)).orElse(otherwise);
  }

  Optional<Instant> instant(String name) {
    return text(name).map(value -> instantOf(name, value));
  }

  /** Values that are repeated, joined by commas or named with brackets. */
  List<String> list(String name) {
    List<String> found = new ArrayList<>(values.getOrDefault(name, List.of()));
    found.addAll(values.getOrDefault(name + "[]", List.of()));
    return found.stream().flatMap(value -> List.of(value.split(",", -1)).stream()).toList();
  }

  private static boolean flagOf(String name, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw Refusal.badQuery("%s is neither true nor false.".formatted(name));
    }
    return value.equals("true");
  }

  private static int numberOf(String name, String value) {
    try {
      return Integer.parseUnsignedInt(value);
    } catch (NumberFormatException e) {
      throw Refusal.badQuery("%s is not a number.".formatted(name));
    }
  }

  private static Instant instantOf(String name, String value) {
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeException e) {
      throw Refusal.badQuery("%s is not a date.".formatted(name));
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
