package dev.signalbox.relay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code signalbox} and what all its commands understand. */
@Command(
    name = "signalbox",
    description = "Relays each tenant's webhooks from a PostgreSQL outbox to Svix.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Settings come from the environment; docs/configuration.md lists them.",
      "Exit codes: 0 done, 1 it failed, 2 wrong use."
    })
final class RootCommand {

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where an error comes from.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;
}
