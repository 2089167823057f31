package dev.signalbox.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.harness.Role;
import java.sql.SQLException;
import java.util.Map;

/**
 * A peer that can be opened.
 *
 * @param settings version and settings, for the report
 */
public record PeerKind(String name, Role role, Map<String, String> settings, Opening opening) {

  /** Copies the settings. */
  public PeerKind {
    settings = Map.copyOf(settings);
  }

  /** Makes its tables in an empty database, and itself. */
  @FunctionalInterface
  interface Opening {
    Peer open(HikariDataSource connections, Delivery delivery) throws SQLException;
  }
}
