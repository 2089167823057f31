package dev.signalbox.relay.cli;

import dev.signalbox.relay.operation.Attribution;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who does it, and why; recorded with what is done. */
final class ActorOptions {

  @Option(
      names = "--actor",
      paramLabel = "NAME",
      description = "Who does it; by default the environment's USER or USERNAME.")
  @Nullable String actor;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
  String reason = "";

  Attribution attribution(Operator operator) {
    String name = actor == null ? operator.user() : actor;
    if (name.isBlank()) {
      throw new WrongUse("--actor is needed: the environment does not say who does it.");
    }
    return attribution(name, reason);
  }

  static Attribution attribution(String name, String reason) {
    try {
      return new Attribution(name, reason);
    } catch (IllegalArgumentException e) {
      throw new WrongUse(String.valueOf(e.getMessage()));
    }
  }
}
