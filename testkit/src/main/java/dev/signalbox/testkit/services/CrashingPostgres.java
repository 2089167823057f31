package dev.signalbox.testkit.services;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The embedded PostgreSQL, to be crashed and started again on its data and its port. What was
 * committed before a crash is there after it. Not safe for use by several threads.
 */
public final class CrashingPostgres implements AutoCloseable {

  private static final long LIMIT_SECONDS = 120;

  /** A commit is in the log file before it is answered; the machine itself does not crash. */
  private static final Map<String, String> SETTINGS =
      Map.of("max_connections", "300", "synchronous_commit", "on", "full_page_writes", "on");

  private final EmbeddedPostgres server;
  private final Path data;
  private final PostgresLogin login;
  private final Path control;

  private CrashingPostgres(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
    this.login = PostgresLogin.local(server.getPort(), "");
    this.control = control(pid());
  }

  /**
   * Starts one.
   *
   * @param data its directory, made when it does not exist and left at the end
   * @throws ServiceUnavailableException when it does not start
   */
  public static CrashingPostgres start(Path data) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(FreePort.find());
    SETTINGS.forEach(builder::setServerConfig);
    try {
      return new CrashingPostgres(builder.start(), data);
    } catch (IOException | IllegalStateException e) {
      throw new ServiceUnavailableException(
          "The embedded PostgreSQL did not start: " + e.getMessage(), e);
    }
  }

  /** Of its only database; the user is a superuser without a password. */
  public String jdbcUrl() {
    return login.jdbcUrl();
  }

  /** The superuser. */
  public String user() {
    return login.user();
  }

  /** Connects to the database; each connection is a new one. */
  public DataSource dataSource() {
    return login.dataSource();
  }

  /** The server process that runs now. */
  public long pid() {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL in %s does not run.".formatted(data), e);
    }
  }

  /** Ends it at once, without a checkpoint: the next start recovers from the log. */
  public void crash() {
    control("stop", "-m", "immediate");
  }

  /** Starts it again after a crash, and returns when it takes connections. */
  public void restart() {
    control("restart", "-m", "immediate"); // of the two that start, the one that keeps the options
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded PostgreSQL did not stop.", e);
    }
  }

  private void control(String... arguments) {
    List<String> command = new ArrayList<>(asAnyoneButRoot());
    command.addAll(List.of(control.toString(), "-D", data.toString(), "-w"));
    command.addAll(List.of("-t", Long.toString(LIMIT_SECONDS)));
    command.addAll(List.of(arguments));
    Path log = data.resolveSibling("postgres.log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new ServiceUnavailableException(
            "PostgreSQL did not follow %s; see %s.".formatted(command, log));
      }
    } catch (IOException e) {
      throw new ServiceUnavailableException("%s cannot be run: %s".formatted(command, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceUnavailableException("Interrupted while PostgreSQL stops or starts.", e);
    }
  }

  /** PostgreSQL refuses to run as root; the embedded one was started in the same way. */
  private static List<String> asAnyoneButRoot() {
    boolean isRoot = "root".equals(System.getProperty("user.name"));
    return isRoot && File.separatorChar == '/' ? List.of("unshare", "-U") : List.of();
  }

  /** Beside the program that runs: only the library knows where it has put them. */
  private static Path control(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .map(program -> Path.of(program).resolveSibling("pg_ctl"))
        .orElseThrow(
            () -> new ServiceUnavailableException("PostgreSQL's program cannot be found."));
  }
}
