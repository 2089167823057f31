package dev.signalbox.relay.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the kinds of {@link Setting} that there are. */
final class Settings {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,10})(?:\\s?(KiB|MiB))?");

  private Settings() {}

  static Setting<Duration> duration(String name, Duration preset, String meaning) {
    return duration(name, preset, Duration.ofMillis(1), meaning);
  }

  /** A duration that may be {@code 0s}, which turns something off. */
  static Setting<Duration> durationOrOff(String name, Duration preset, String meaning) {
    return duration(name, preset, Duration.ZERO, meaning);
  }

  private static Setting<Duration> duration(
      String name, Duration preset, Duration shortest, String meaning) {
    return new Setting<>(
        name,
        "duration",
        Durations.format(preset),
        meaning,
        text -> Durations.parse(text, shortest));
  }

  static Setting<Integer> integer(String name, int preset, int least, int most, String meaning) {
    return new Setting<>(
        name,
        "%d to %d".formatted(least, most),
        Integer.toString(preset),
        meaning,
        text -> Math.toIntExact(inRange(text, number(text), least, most)));
  }

  /** A number of bytes, as {@code 4MiB}, {@code 512KiB} or {@code 65536}; from 1 KiB to 1 GiB. */
  static Setting<Long> size(String name, long preset, String meaning) {
    return new Setting<>(
        name,
        "size",
        (preset >> 20) + "MiB",
        meaning,
        text -> inRange(text, bytes(text), 1 << 10, 1 << 30));
  }

  static <E extends Enum<E>> Setting<E> choice(
      String name, E preset, Class<E> type, String meaning) {
    String choices =
        Stream.of(type.getEnumConstants())
            .map(Settings::word)
            .collect(Collectors.joining(", "))
            .replaceFirst(", ([^,]*)$", " or $1");
    return new Setting<>(
        name,
        choices,
        word(preset),
        meaning,
        text ->
            Stream.of(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "\"%s\"; it must be %s.".formatted(text, choices))));
  }

  static Setting<String> text(String name, String preset, String meaning) {
    return new Setting<>(name, "text", preset, meaning, text -> text);
  }

  static Setting<Optional<String>> optional(String name, String meaning) {
    return new Setting<>(
        name, "text", "", meaning, text -> Optional.of(text).filter(t -> !t.isEmpty()));
  }

  /** The content of a file without its closing line break. */
  static Setting<Optional<String>> contentOf(String name, String meaning) {
    return new Setting<>(
        name,
        "path",
        "",
        meaning,
        text -> text.isEmpty() ? Optional.empty() : Optional.of(content(text)));
  }

  private static String content(String file) {
    try {
      String content = Files.readString(Path.of(file)).strip();
      if (content.isEmpty()) {
        throw new IllegalArgumentException("\"%s\", an empty file.".formatted(file));
      }
      return content;
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "\"%s\", which cannot be read (%s).".formatted(file, e.getClass().getSimpleName()), e);
    }
  }

  private static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"%s\", which is no size such as 4MiB, 512KiB or 65536.".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = String.valueOf(matcher.group(2));
    return unit.equals("MiB") ? number << 20 : unit.equals("KiB") ? number << 10 : number;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"%s\", which is no whole number.".formatted(text), e);
    }
  }

  private static long inRange(String text, long number, int least, int most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%s; it must be from %d to %d.".formatted(text, least, most));
    }
    return number;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
