package dev.signalbox.demo;

import dev.signalbox.demo.chaos.ChaosCommand;
import dev.signalbox.demo.chaos.ChaosProducerCommand;
import dev.signalbox.demo.chaos.ChaosWorkerCommand;
import dev.signalbox.relay.cli.RelayCommandLine;
import dev.signalbox.relay.cli.RelayMain;
import dev.signalbox.relay.cli.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code ./signalbox} runs: the relay's commands and those that only a checkout has. */
public final class SignalboxMain {

  private SignalboxMain() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess();
    System.exit(
        RelayCommandLine.of(terminal, commands(terminal, System.getenv(), home()))
            .execute(arguments));
  }

  static List<Object> commands(Terminal terminal, Map<String, String> environment, Path home) {
    List<Object> commands = new ArrayList<>(RelayMain.commands(terminal, environment));
    commands.add(new DemoCommand(environment, terminal));
    commands.add(new ShopCommand(environment, terminal));
    commands.add(new SvixEmulatorCommand(terminal));
    commands.add(new ChaosCommand(environment, terminal));
    commands.add(new ChaosProducerCommand(environment, terminal));
    commands.add(new ChaosWorkerCommand(environment));
    commands.add(new BenchmarksCommand(terminal));
    commands.add(new UpCommand(home, environment, terminal));
    commands.add(new DownCommand(home));
    return commands;
  }

  /** The checkout, as the launcher says. */
  private static Path home() {
    return Path.of(System.getProperty("signalbox.home", ""));
  }
}
