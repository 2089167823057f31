package dev.signalbox.relay.cli;

import dev.signalbox.relay.process.RelayProcess;
import java.util.List;
import java.util.Map;

/** The relay as a program: its worker, and the commands of operators. */
public final class RelayMain {

  private RelayMain() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess();
    System.exit(
        RelayCommandLine.of(terminal, commands(terminal, System.getenv())).execute(arguments));
  }

  /** The relay's own commands, with the real worker and outbox behind them. */
  public static List<Object> commands(Terminal terminal, Map<String, String> environment) {
    return RelayCommandLine.commands(
        terminal, environment, RelayProcess::start, new OutboxEventSender(terminal.error()));
  }
}
