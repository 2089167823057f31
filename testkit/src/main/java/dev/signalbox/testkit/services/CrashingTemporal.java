package dev.signalbox.testkit.services;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Temporal's development server on a file, to be killed and started again with what it had stored.
 * Not safe for use by several threads.
 */
public final class CrashingTemporal implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final List<String> command;
  private final String address;
  private ChildServer server;

  private CrashingTemporal(List<String> command, String address) {
    this.command = command;
    this.address = address;
    this.server = launch(command);
  }

  /** Whether the program {@code temporal} is on the {@code PATH} of this environment. */
  public static boolean isInstalled(Map<String, String> environment) {
    return program(environment).isPresent();
  }

  /**
   * Starts one on a free loopback port.
   *
   * @param file where it keeps everything; made when it does not exist
   * @throws ServiceUnavailableException when there is no program or it does not become healthy
   */
  public static CrashingTemporal start(Map<String, String> environment, Path file) {
    Path program =
        program(environment)
            .orElseThrow(
                () -> new ServiceUnavailableException("No program \"temporal\" is on the PATH."));
    int port = FreePort.find();
    Stream<String> ownSession = search(environment).find("setsid").map(Path::toString).stream();
    Stream<String> temporal =
        Stream.concat(
            Stream.of(program.toString()), DevServerOptions.onDisk(LOOPBACK, port, file).stream());
    CrashingTemporal started =
        new CrashingTemporal(Stream.concat(ownSession, temporal).toList(), LOOPBACK + ":" + port);
    started.awaitHealth();
    return started;
  }

  /** Host and port of the gRPC front end; the same after a restart. */
  public String address() {
    return address;
  }

  /** A namespace that exists. */
  public String namespace() {
    return TemporalEndpoint.DEFAULT_NAMESPACE;
  }

  /** The process that runs now. */
  public long pid() {
    return server.pid();
  }

  /** Kills it; what it has answered is in the file. */
  public void kill() {
    server.kill();
  }

  /** Starts it again after a kill, and returns when it is healthy. */
  public void restart() {
    server = launch(command);
    awaitHealth();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void awaitHealth() {
    try {
      TemporalService.awaitVersion(address, LIMIT);
    } catch (RuntimeException e) { // whatever gRPC says of a server that is not there
      server.stop();
      throw new ServiceUnavailableException(
          "Temporal at %s is not healthy: %s".formatted(address, server.lastWords()), e);
    }
  }

  private static ChildServer launch(List<String> command) {
    try {
      return ChildServer.launch(command);
    } catch (IOException e) {
      throw new ServiceUnavailableException("%s cannot be run: %s".formatted(command, e), e);
    }
  }

  private static Optional<Path> program(Map<String, String> environment) {
    return search(environment).find("temporal");
  }

  private static SearchPath search(Map<String, String> environment) {
    return new SearchPath(environment.getOrDefault("PATH", ""));
  }
}
