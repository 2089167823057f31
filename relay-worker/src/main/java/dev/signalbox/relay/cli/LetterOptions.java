package dev.signalbox.relay.cli;

import dev.signalbox.relay.config.Durations;
import dev.signalbox.relay.redrive.LetterSelection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class LetterOptions {

  @Option(names = "--org", paramLabel = "ID", description = "Of this organization.")
  String organization = "";

  @Option(names = "--type", paramLabel = "TYPE", description = "Of this event type.")
  String type = "";

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Of this error class: rejected, exhausted, poison, damaged or skipped.")
  String errorClass = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "That died then or later: 2026-01-31T10:00:00Z, or 2h for two hours ago.")
  String since = "";

  @Option(names = "--until", paramLabel = "TIME", description = "That died before then.")
  String until = "";

  @Option(
      names = "--id",
      paramLabel = "LETTER",
      split = ",",
      description = "With this number; may be repeated, or be a list with commas.")
  List<Long> ids = List.of();

  LetterSelection selection() {
    Instant now = Instant.now();
    try {
      return new LetterSelection(
          organization,
          type,
          errorClass,
          moment("--since", since, now),
          moment("--until", until, now),
          ids);
    } catch (IllegalArgumentException e) {
      throw new WrongUse(String.valueOf(e.getMessage()));
    }
  }

  private static String moment(String name, String text, Instant now) {
    if (text.isEmpty()) {
      return "";
    }
    try {
      return Instant.parse(text).toString();
    } catch (DateTimeException notATime) {
      try {
        return now.minus(Durations.parse(text, Duration.ZERO)).toString();
      } catch (IllegalArgumentException e) {
        throw new WrongUse(
            "%s is \"%s\", which is neither a time as 2026-01-31T10:00:00Z nor a duration as 2h."
                .formatted(name, text));
      }
    }
  }
}
