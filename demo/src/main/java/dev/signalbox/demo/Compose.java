package dev.signalbox.demo;

import dev.signalbox.relay.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code docker compose} in the project's directory, on this process's terminal. */
final class Compose {

  private final Path home;

  Compose(Path home) {
    this.home = home;
  }

  /** The files that make up the stack. */
  static List<String> files(boolean emulator) {
    return emulator
        ? List.of("--file", "docker-compose.yml", "--file", "docker-compose.emulator.yml")
        : List.of("--file", "docker-compose.yml");
  }

  /**
   * Runs it to its end.
   *
   * @throws CommandFailure when it fails, having said why on the terminal
   */
  void run(List<String> arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker", "compose"));
    command.addAll(arguments);
    int code = start(command).waitFor();
    if (code != 0) {
      throw new CommandFailure("docker compose ended with exit code %d.".formatted(code));
    }
  }

  private Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).directory(home.toFile()).inheritIO().start();
    } catch (IOException e) {
      throw new CommandFailure("docker cannot be run; install Docker with its compose plugin", e);
    }
  }
}
