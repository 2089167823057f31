package dev.signalbox.relay.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes durations as people write them: {@code 250ms}, {@code 8s}, {@code 10m}. */
public final class Durations {

  private static final Pattern SHORT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
  private static final Map<String, LongFunction<Duration>> UNITS =
      Map.of(
          "ms", Duration::ofMillis,
          "s", Duration::ofSeconds,
          "m", Duration::ofMinutes,
          "h", Duration::ofHours,
          "d", Duration::ofDays);
  private static final Duration LONGEST = Duration.ofDays(365);

  private Durations() {}

  /**
   * A duration from {@code shortest} to a year.
   *
   * @throws IllegalArgumentException for any other text; its message completes "NAME is …"
   */
  public static Duration parse(String text, Duration shortest) {
    Duration duration = parse(text);
    if (duration.compareTo(shortest) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s; it must be from %s to %s.".formatted(text, format(shortest), format(LONGEST)));
    }
    return duration;
  }

  private static Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      return unit(matcher.group(2)).apply(Long.parseLong(matcher.group(1)));
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "\"%s\", which is no duration such as 250ms, 8s, 10m or PT8S.".formatted(text), e);
    }
  }

  private static LongFunction<Duration> unit(String name) {
    return UNITS.getOrDefault(name, Duration::ofSeconds);
  }

  /** The shortest way to write it. */
  static String format(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 86_400 == 0
        ? seconds / 86_400 + "d"
        : seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
  }
}
