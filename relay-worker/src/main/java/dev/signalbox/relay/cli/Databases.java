package dev.signalbox.relay.cli;

import dev.signalbox.relay.config.DatabaseSettings;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.relay.installation.WrongInstallationException;
import java.sql.SQLException;
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

  /** Says whose outbox it is; one that is missing, too old or somebody else's is one line. */
  static Installation bind(DataSource dataSource, DatabaseSettings settings) throws SQLException {
    try {
      return new Installations(dataSource, settings.schema()).bind(settings.source());
    } catch (WrongInstallationException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }
}
