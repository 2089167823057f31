package dev.signalbox.bench;

import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code signalbox bench list}. */
@Command(name = "list", description = "Say what each benchmark measures and aims at.")
final class ListCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final List<CatalogEntry> catalog;

  ListCommand(Terminal terminal, List<CatalogEntry> catalog) {
    this.terminal = terminal;
    this.catalog = catalog;
  }

  @Override
  public Integer call() {
    for (CatalogEntry entry : catalog) {
      terminal
          .out()
          .printf(
              "%-16s %s%n%-16s target: %s%n",
              entry.name(),
              entry.benchmark().isPresent() ? entry.measures() : "(not built) " + entry.measures(),
              "",
              entry.target());
    }
    return ExitCodes.DONE;
  }
}
