package dev.signalbox.demo;

import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalbox up}: the whole stack in containers. */
@Command(
    name = "up",
    description = "Build the images and start the whole stack in containers; needs Docker.")
final class UpCommand implements Callable<Integer> {

  @Option(names = "--emulator", description = "The Svix emulator in the place of Svix.")
  boolean emulator;

  @Option(names = "--demo", description = "Add the demo's producer.")
  boolean demo;

  private final Path home;
  private final Map<String, String> environment;
  private final Terminal terminal;

  UpCommand(Path home, Map<String, String> environment, Terminal terminal) {
    this.home = home;
    this.environment = environment;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Compose compose = new Compose(home);
    compose.run(arguments("build", "--quiet"));
    compose.run(arguments("up", "--detach", "--wait"));
    terminal.out().println(addresses());
    return ExitCodes.DONE;
  }

  private String addresses() {
    return """
    The stack is up, on this machine alone:
      outbox    jdbc:postgresql://127.0.0.1:%s/signalbox (user and password: signalbox)
      Temporal  127.0.0.1:%s, its UI http://127.0.0.1:%s
      Svix      http://127.0.0.1:%s
      relay     http://127.0.0.1:%s/readyz
    Send an event:
      echo '{"hello":"world"}' | docker compose run --rm -T send --org acme --type order.created
    End it: ./signalbox down\
    """
        .formatted(
            port("SIGNALBOX_POSTGRES_PORT", "15432"),
            port("SIGNALBOX_TEMPORAL_PORT", "7233"),
            port("SIGNALBOX_TEMPORAL_UI_PORT", "8233"),
            port("SIGNALBOX_SVIX_PORT", "8071"),
            port("SIGNALBOX_RELAY_PORT", "8085"));
  }

  /** As docker-compose.yml has it. */
  private String port(String variable, String preset) {
    String port = environment.getOrDefault(variable, "");
    return port.isEmpty() ? preset : port;
  }

  private List<String> arguments(String... verb) {
    List<String> arguments = new ArrayList<>(Compose.files(emulator));
    if (demo) {
      arguments.addAll(List.of("--profile", "demo"));
    }
    arguments.addAll(List.of(verb));
    return arguments;
  }
}
