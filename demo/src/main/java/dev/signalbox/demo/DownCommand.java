package dev.signalbox.demo;

import dev.signalbox.relay.cli.ExitCodes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalbox down}: the end of what {@code up} started. */
@Command(name = "down", description = "Stop and remove the containers that up started.")
final class DownCommand implements Callable<Integer> {

  @Option(names = "--volumes", description = "Remove their data too.")
  boolean volumes;

  private final Path home;

  DownCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<String> arguments = new ArrayList<>(Compose.files(false));
    arguments.addAll(List.of("--profile", "demo", "down", "--remove-orphans"));
    if (volumes) {
      arguments.add("--volumes");
    }
    new Compose(home).run(arguments);
    return ExitCodes.DONE;
  }
}
