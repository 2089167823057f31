package dev.signalbox.relay.drain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** PgBouncer in transaction mode with two connections to the server, which take turns. */
final class PgBouncer implements AutoCloseable {

  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Where it is installed: on the path, or where Debian puts it. */
  static Optional<Path> program() {
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)),
            Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one before the server of the given login, and returns when it takes connections. */
  static PgBouncer start(Path program, PGSimpleDataSource server, Path directory) throws Exception {
    int port = freePort();
    Path file = directory.resolve("pgbouncer.ini");
    Files.writeString(file, configuration(server, port));
    boolean isRoot = "root".equals(System.getProperty("user.name"));
    if (isRoot) { // it refuses to run as root, and whom it becomes must be able to read
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    List<String> command = new ArrayList<>(List.of(program.toString()));
    if (isRoot) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(file.toString());
    PgBouncer bouncer =
        new PgBouncer(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                .start(),
            port);
    bouncer.awaitStart(server);
    return bouncer;
  }

  /** What docs/operations.md asks for. */
  private static String configuration(PGSimpleDataSource server, int port) {
    String password = server.getPassword() == null ? "" : " password=" + server.getPassword();
    return """
    [databases]
    * = host=%s port=%d user=%s%s
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = any
    pool_mode = transaction
    default_pool_size = 2
    ignore_startup_parameters = extra_float_digits
    """
        .formatted(
            server.getServerNames()[0],
            server.getPortNumbers()[0],
            server.getUser(),
            password,
            port);
  }

  private void awaitStart(PGSimpleDataSource server) throws SQLException {
    while (process.isAlive()) {
      try (Connection connection = through(server).getConnection()) {
        if (connection.isValid(10)) {
          return;
        }
      } catch (SQLException e) {
        if (!"08001".equals(e.getSQLState())) { // no connection yet
          throw e;
        }
      }
    }
    throw new IllegalStateException("PgBouncer ended with " + process.exitValue() + ".");
  }

  /** The same database, through it. */
  PGSimpleDataSource through(PGSimpleDataSource server) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setServerNames(new String[] {"127.0.0.1"});
    dataSource.setPortNumbers(new int[] {port});
    dataSource.setDatabaseName(server.getDatabaseName());
    dataSource.setUser(server.getUser());
    dataSource.setPrepareThreshold(0); // PgBouncer before 1.21 knows no prepared statements
    return dataSource;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
      process.getInputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
