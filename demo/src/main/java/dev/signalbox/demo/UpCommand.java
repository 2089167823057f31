package dev.signalbox.demo;

import dev.signalbox.relay.cli.CommandFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  UpCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws InterruptedException {
    int code = new Compose(home).run(arguments());
    if (code != 0) {
      throw new CommandFailure("docker compose ended with exit code %d.".formatted(code));
    }
    return 0;
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(Compose.files(emulator));
    if (demo) {
      arguments.addAll(List.of("--profile", "demo"));
    }
    arguments.addAll(List.of("up", "--build", "--detach", "--wait"));
    return arguments;
  }
}
