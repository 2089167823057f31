package dev.signalbox.bench;

import dev.signalbox.relay.cli.Terminal;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code signalbox bench}. */
@Command(
    name = "bench",
    description = "Measure floors, peers and this project in one run.",
    synopsisSubcommandLabel = "COMMAND")
final class BenchCommand {

  private BenchCommand() {}

  static CommandLine group(Terminal terminal, List<CatalogEntry> catalog) {
    CommandLine group = new CommandLine(new BenchCommand());
    group.addSubcommand(new ListCommand(terminal, catalog));
    group.addSubcommand(new RunCommand(terminal, catalog));
    group.addSubcommand(new AllCommand(terminal, catalog));
    group.addSubcommand(new PageCommand(terminal, catalog));
    return group;
  }
}
