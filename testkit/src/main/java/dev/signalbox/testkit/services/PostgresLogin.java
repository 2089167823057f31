package dev.signalbox.testkit.services;

import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How to connect to one database of one server.
 *
 * @param user empty where the URL names the user
 * @param password empty where none is needed
 */
record PostgresLogin(String jdbcUrl, String user, String password) {

  private static final Pattern URL =
      Pattern.compile("jdbc:postgresql:(?<server>//[^/?]*)?/?[^?]*(\\?(?<parameters>.*))?");
  private static final Pattern CREDENTIAL = Pattern.compile("(user|password)=.*");

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

  /** The same server, user and parameters, with the user kept apart from the URL. */
  PostgresLogin inDatabase(String name) {
    PGSimpleDataSource dataSource = dataSource();
    return new PostgresLogin(
        urlOf(name),
        Objects.requireNonNullElse(dataSource.getUser(), ""),
        Objects.requireNonNullElse(dataSource.getPassword(), ""));
  }

  private String urlOf(String database) {
    Matcher parts = URL.matcher(jdbcUrl);
    if (!parts.matches()) {
      throw new IllegalStateException("The driver took a URL that does not match " + URL);
    }
    String server = Objects.requireNonNullElse(parts.group("server"), "");
    String parameters =
        Arrays.stream(Objects.requireNonNullElse(parts.group("parameters"), "").split("&", -1))
            .filter(parameter -> !parameter.isEmpty() && !CREDENTIAL.matcher(parameter).matches())
            .collect(Collectors.joining("&"));
    return "jdbc:postgresql:"
        + (server.isEmpty() ? "" : server + "/")
        + database
        + (parameters.isEmpty() ? "" : "?" + parameters);
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
