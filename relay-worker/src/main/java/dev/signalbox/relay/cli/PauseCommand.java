package dev.signalbox.relay.cli;

import dev.signalbox.relay.config.Durations;
import dev.signalbox.relay.organization.OrganizationEditor.PauseEnd;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signalbox organizations pause}. */
@Command(
    name = "pause",
    description = {
      "Let an organization's events wait, in order, until it is resumed or the time is over.",
      "It takes effect with the next slice. --reason is needed."
    })
final class PauseCommand implements Callable<Integer> {

  /** When it ends by itself. */
  static final class End {
    @Option(
        names = "--for",
        required = true,
        paramLabel = "DURATION",
        description = "It ends by itself after so long: 30m, 8h.")
    @Nullable String duration;

    @Option(
        names = "--until",
        required = true,
        paramLabel = "TIME",
        description = "It ends by itself then: 2026-01-31T10:00:00Z.")
    @Nullable String until;

    PauseEnd end() {
      try {
        return duration != null
            ? new PauseEnd(null, Durations.parse(duration, Duration.ofSeconds(1)).toMillis())
            : new PauseEnd(future(String.valueOf(until)), null);
      } catch (IllegalArgumentException e) {
        throw new WrongUse("--for is " + e.getMessage());
      }
    }

    private static String future(String text) {
      try {
        Instant instant = Instant.parse(text);
        if (instant.isAfter(Instant.now())) {
          return instant.toString();
        }
      } catch (DateTimeException e) {
        // said below
      }
      throw new WrongUse(
          "--until is \"%s\", which is no time to come, as 2026-01-31T10:00:00Z.".formatted(text));
    }
  }

  @Mixin OrganizationChange change = new OrganizationChange();

  @ArgGroup @Nullable End end;

  private final Operator operator;

  PauseCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    if (change.actor.reason.isBlank()) {
      throw new WrongUse("--reason is needed: whoever finds the organization paused will ask.");
    }
    PauseEnd pauseEnd = end == null ? PauseEnd.NEVER : end.end();
    return change.run(
        operator,
        "paused",
        (editor, organization, by) -> {
          editor.pause(organization, by, pauseEnd);
          return true;
        });
  }
}
