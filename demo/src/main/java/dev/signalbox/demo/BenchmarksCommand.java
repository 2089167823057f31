package dev.signalbox.demo;

import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stands in the help for {@code signalbox bench}, which the launcher runs from its own module. */
@Command(name = "bench", description = "Measure floors, peers and this project in one run.")
final class BenchmarksCommand implements Callable<Integer> {

  @Parameters(arity = "0..*", hidden = true)
  List<String> rest = List.of();

  private final Terminal terminal;

  BenchmarksCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.error().println("bench is the first word of its command: ./signalbox bench list");
    return ExitCodes.WRONG_USE;
  }
}
