package dev.signalbox.testkit.services;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server that answers. One that was started here takes 300 connections and its user is
 * a superuser; a given one has the limits and rights that it has.
 */
public final class PostgresService implements BackingService {

  private final ServiceKind kind;
  private final PostgresLogin login;
  private final String version;
  private final Runnable stop;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Asks the server for its version, which shows that it answers.
   *
   * @throws ServiceUnavailableException when it does not; it is stopped then
   */
  PostgresService(ServiceKind kind, PostgresLogin login, Runnable stop) {
    this.kind = kind;
    this.login = login;
    this.stop = stop;
    try {
      this.version = readVersion(login.dataSource());
    } catch (SQLException e) {
      stop.run();
      throw new ServiceUnavailableException(
          "PostgreSQL at %s does not answer: %s".formatted(login.address(), e.getMessage()), e);
    }
  }

  /** Of the database that the server came with. */
  public String jdbcUrl() {
    return login.jdbcUrl();
  }

  /** May be empty for a given server whose address says nothing of a user. */
  public String user() {
    return login.user();
  }

  /** A secret where the server is a given one. */
  public String password() {
    return login.password();
  }

  /** Connects to the database that the server came with; each connection is a new one. */
  public DataSource dataSource() {
    return login.dataSource();
  }

  /**
   * Creates an empty database with a name of its own, to be closed by the caller.
   *
   * @throws ServiceUnavailableException when the server refuses, as it does to a user without the
   *     right {@code CREATEDB}
   */
  public PostgresDatabase createDatabase() {
    String name = "signalbox_" + UUID.randomUUID().toString().replace("-", "");
    try {
      run(login.dataSource(), "CREATE DATABASE " + name + " TEMPLATE template0");
    } catch (SQLException e) {
      throw new ServiceUnavailableException(
          "%s refuses to create a database: %s".formatted(describe(), e.getMessage()), e);
    }
    return new PostgresDatabase(login.inDatabase(name), () -> drop(name));
  }

  @Override
  public ServiceKind kind() {
    return kind;
  }

  @Override
  public String describe() {
    return "PostgreSQL %s %s at %s".formatted(version, kind, login.address());
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      stop.run();
    }
  }

  private void drop(String name) {
    try {
      run(login.dataSource(), "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    } catch (SQLException e) {
      throw new IllegalStateException("%s cannot drop %s.".formatted(describe(), name), e);
    }
  }

  private static String readVersion(PGSimpleDataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW server_version")) {
      rows.next();
      return rows.getString(1).split(" ", 2)[0];
    }
  }

  private static void run(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
