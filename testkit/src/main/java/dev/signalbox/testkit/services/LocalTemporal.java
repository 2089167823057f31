package dev.signalbox.testkit.services;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Temporal's development server as a child process: the program {@code temporal}. */
record LocalTemporal(Surroundings.ProgramFinder programs) implements Candidate<TemporalService> {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public ServiceKind kind() {
    return ServiceKind.LOCAL;
  }

  @Override
  public Optional<String> obstacle() {
    return programs.find("temporal").isPresent()
        ? Optional.empty()
        : Optional.of("no program \"temporal\" is on the PATH.");
  }

  @Override
  public TemporalService start() {
    int port = FreePort.find();
    int uiPort = FreePort.find();
    Path program = programs.find("temporal").orElseThrow();
    ChildServer child = launch(program, DevServerOptions.arguments(LOOPBACK, port, uiPort));
    TemporalEndpoint endpoint = TemporalEndpoint.withUi(LOOPBACK, port, uiPort);
    return whenHealthy(program, child, endpoint);
  }

  private ChildServer launch(Path program, List<String> arguments) {
    List<String> server = Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
    try {
      return ChildServer.launch(ownSession(server));
    } catch (IOException e) {
      throw new ServiceUnavailableException("%s cannot be run: %s".formatted(program, e), e);
    }
  }

  /** A session of its own keeps the terminal's Ctrl-C away from it: this JVM stops it in order. */
  private List<String> ownSession(List<String> command) {
    return programs
        .find("setsid")
        .map(setsid -> Stream.concat(Stream.of(setsid.toString()), command.stream()).toList())
        .orElse(command);
  }

  /** Does not wait for the health of a process that has ended. */
  private TemporalService whenHealthy(Path program, ChildServer child, TemporalEndpoint endpoint) {
    CompletableFuture<TemporalService> healthy =
        CompletableFuture.supplyAsync(
            () -> new TemporalService(kind(), endpoint, LIMIT, child::stop), LocalTemporal::run);
    CompletableFuture.anyOf(healthy.exceptionally(failure -> null), child.exit()).join();
    if (healthy.isDone() && !healthy.isCompletedExceptionally()) {
      return healthy.join();
    }
    child.stop();
    throw new ServiceUnavailableException(
        "%s did not become healthy: %s".formatted(program, child.lastWords()));
  }

  /** A thread of its own: the exit of a process is told by the common pool, which may be small. */
  private static void run(Runnable waiting) {
    Thread thread = new Thread(waiting, "signalbox-temporal-health");
    thread.setDaemon(true);
    thread.start();
  }
}
