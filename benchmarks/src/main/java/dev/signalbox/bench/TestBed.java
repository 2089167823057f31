package dev.signalbox.bench;

import dev.signalbox.testkit.services.BackingServices;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.ServiceChoice;
import dev.signalbox.testkit.services.TemporalService;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a run, each started when it is first asked for. PostgreSQL is embedded and durable
 * unless the environment asks for another one; Temporal is as found. Used by one thread.
 */
public final class TestBed implements AutoCloseable {

  private static final List<String> TOLD_SETTINGS =
      List.of(
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "shared_buffers",
          "max_wal_size",
          "wal_compression",
          "autovacuum");

  private final BackingServices services;
  private final List<PostgresDatabase> databases = new ArrayList<>();
  private final Deque<AutoCloseable> others = new ArrayDeque<>();
  private @Nullable TemporalService temporal;

  private TestBed(BackingServices services) {
    this.services = services;
  }

  static TestBed lazily(Map<String, String> environment) {
    Map<String, String> choice = new HashMap<>(environment);
    choice.putIfAbsent(ServiceChoice.POSTGRES, "embedded");
    choice.putIfAbsent(ServiceChoice.SVIX, "embedded");
    return new TestBed(BackingServices.lazily(ServiceChoice.from(choice)));
  }

  /** An empty database, which ends with the run. */
  public PostgresDatabase newDatabase() {
    PostgresDatabase database = services.postgres().createDatabase();
    databases.add(database);
    return database;
  }

  /** Something that ends with the run. */
  public <T extends AutoCloseable> T closing(T resource) {
    others.push(resource);
    return resource;
  }

  /** Temporal, as found on this machine. */
  public TemporalService temporal() {
    TemporalService found = services.temporal();
    temporal = found;
    return found;
  }

  /** Which Temporal was asked for, if one was: its servers differ by a factor of two. */
  Map<String, String> temporalKind() {
    TemporalService found = temporal;
    if (found == null) {
      return Map.of();
    }
    return Map.of("Temporal", found.isInMemory() ? "in-memory test server" : found.version());
  }

  /** What the servers that run are, a line each. */
  List<String> describe() {
    return services.describe();
  }

  /**
   * Version and settings of PostgreSQL.
   *
   * @throws IllegalStateException when it is not durable: its figures would flatter everybody
   */
  Map<String, String> postgres() throws SQLException {
    Map<String, String> told = new TreeMap<>();
    try (Connection connection = services.postgres().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      told.put("version", show(statement, "server_version"));
      for (String setting : TOLD_SETTINGS) {
        told.put(setting, show(statement, setting));
      }
    }
    for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      if (!"on".equals(told.get(setting))) {
        throw new IllegalStateException(
            "PostgreSQL runs with %s = %s; benchmarks need on."
                .formatted(setting, told.get(setting)));
      }
    }
    return told;
  }

  private static String show(Statement statement, String setting) throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() {
    for (AutoCloseable other : others) {
      closeQuietly(other);
    }
    databases.forEach(PostgresDatabase::close);
    services.close();
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // the run is over, and the others are to be closed too
    }
  }
}
