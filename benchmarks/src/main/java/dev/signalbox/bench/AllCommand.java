package dev.signalbox.bench;

import dev.signalbox.relay.cli.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code signalbox bench all}. */
@Command(name = "all", description = "Run every benchmark that is built.")
final class AllCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();

  private final Terminal terminal;
  private final List<CatalogEntry> catalog;

  AllCommand(Terminal terminal, List<CatalogEntry> catalog) {
    this.terminal = terminal;
    this.catalog = catalog;
  }

  @Override
  public Integer call() throws Exception {
    options.check();
    return new BenchRun(terminal, options)
        .run(catalog.stream().filter(entry -> entry.benchmark().isPresent()).toList());
  }
}
