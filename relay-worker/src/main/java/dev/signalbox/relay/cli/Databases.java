package dev.signalbox.relay.cli;

import dev.signalbox.relay.config.DatabaseSettings;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections of a command that ends soon: each is a new one. */
final class Databases {

  private static final int CONNECT_SECONDS = 10;

  private Databases() {}

  static DataSource dataSource(DatabaseSettings settings, String applicationName) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(settings.url());
    if (settings.user() != null) {
      dataSource.setUser(settings.user());
    }
    if (settings.password() != null) {
      dataSource.setPassword(settings.password());
    }
    dataSource.setApplicationName(applicationName);
    dataSource.setLoginTimeout(CONNECT_SECONDS);
    return dataSource;
  }
}
