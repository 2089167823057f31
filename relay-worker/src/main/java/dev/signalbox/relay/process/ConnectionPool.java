package dev.signalbox.relay.process;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.relay.config.DatabaseSettings;
import java.time.Duration;

/**
 * Opens the worker's connections to the outbox.
 *
 * <p>Each execution is planned for itself: an outbox is empty at one moment and holds a million
 * rows at the next, and a plan that was kept from the first moment reads the whole table for each
 * settlement of the second.
 */
public final class ConnectionPool {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  private ConnectionPool() {}

  /**
   * Connects once, to fail early.
   *
   * @throws StartFailedException when that does not succeed
   */
  public static HikariDataSource open(DatabaseSettings settings) {
    try {
      return new HikariDataSource(config(settings));
    } catch (RuntimeException e) { // the pool wraps whatever the driver says
      throw new StartFailedException(
          "SIGNALBOX_DATABASE_URL (%s)".formatted(settings.address()), e);
    }
  }

  private static HikariConfig config(DatabaseSettings settings) {
    long seconds = settings.timeout().plusMillis(999).toSeconds();
    HikariConfig config = new HikariConfig();
    config.setPoolName("signalbox-relay");
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(2, settings.poolSize()));
    config.setConnectionTimeout(CONNECT.toMillis());
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionInitSql("SET plan_cache_mode = force_custom_plan");
    config.addDataSourceProperty("ApplicationName", "signalbox-relay");
    config.addDataSourceProperty("queryTimeout", seconds);
    config.addDataSourceProperty("socketTimeout", 2 * seconds); // a peer that fell silent
    config.addDataSourceProperty("tcpKeepAlive", true);
    return config;
  }
}
