package dev.signalbox.testkit.services;

import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** A database that belongs to its creator alone. Safe for use by several threads. */
public final class PostgresDatabase implements AutoCloseable {

  private final PostgresLogin login;
  private final Runnable drop;
  private final AtomicBoolean closed = new AtomicBoolean();

  PostgresDatabase(PostgresLogin login, Runnable drop) {
    this.login = login;
    this.drop = drop;
  }

  /** Without user and password. */
  public String jdbcUrl() {
    return login.jdbcUrl();
  }

  /** May be empty where the server asks for none. */
  public String user() {
    return login.user();
  }

  /** May be empty where the server asks for none. */
  public String password() {
    return login.password();
  }

  /** Connects to this database; each connection is a new one. */
  public DataSource dataSource() {
    return login.dataSource();
  }

  /** Drops the database and cuts the connections that are left. Closing twice does nothing. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      drop.run();
    }
  }
}
