package dev.signalbox.bench;

import dev.signalbox.relay.cli.RelayCommandLine;
import dev.signalbox.relay.cli.Terminal;
import java.util.List;

/** What {@code ./signalbox bench} runs. */
public final class BenchMain {

  private BenchMain() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess();
    System.exit(
        RelayCommandLine.of(terminal, List.of(BenchCommand.group(terminal, Catalog.all())))
            .execute(arguments));
  }
}
