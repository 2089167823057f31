package dev.signalbox.testkit.services;

import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How to connect to one database of one server.
 *
 * @param user empty where the URL names the user
 * @param password empty where none is needed
 */
record PostgresLogin(String jdbcUrl, String user, String password) {

  static PostgresLogin local(int port, String password) {
    return new PostgresLogin(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
  }

  PGSimpleDataSource dataSource() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(jdbcUrl);
    if (!user.isEmpty()) {
      dataSource.setUser(user);
    }
    if (!password.isEmpty()) {
      dataSource.setPassword(password);
    }
    return dataSource;
  }

  /** The same server, user and parameters. What the URL says of the user is kept apart from it. */
  PostgresLogin inDatabase(String name) {
    PGSimpleDataSource dataSource = dataSource();
    dataSource.setDatabaseName(name);
    return new PostgresLogin(
        dataSource.getURL(),
        Objects.requireNonNullElse(dataSource.getUser(), ""),
        Objects.requireNonNullElse(dataSource.getPassword(), ""));
  }

  /** Host and port. */
  String address() {
    PGSimpleDataSource dataSource = dataSource();
    return dataSource.getServerNames()[0] + ":" + dataSource.getPortNumbers()[0];
  }

  @Override
  public String toString() {
    return "PostgresLogin[" + address() + "]";
  }
}
