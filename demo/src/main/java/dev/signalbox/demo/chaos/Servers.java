package dev.signalbox.demo.chaos;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.migrations.Migrations;
import dev.signalbox.testkit.services.BackingServices;
import dev.signalbox.testkit.services.CrashingPostgres;
import dev.signalbox.testkit.services.CrashingTemporal;
import dev.signalbox.testkit.services.Preference;
import dev.signalbox.testkit.services.ServiceChoice;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * PostgreSQL, Temporal and Svix of a run. The emulator lives in this process, so its ledger
 * outlives every fault.
 */
final class Servers implements AutoCloseable {

  static final String SOURCE = "chaos";

  private final AtomicBoolean closed = new AtomicBoolean();
  private final Guard guard;
  private final SvixEmulator svix;
  private final CrashingPostgres postgres;
  private final Optional<CrashingTemporal> temporal;
  private final Optional<BackingServices> inMemory;

  private Servers(Map<String, String> environment, Path directory, Guard guard) {
    this.guard = guard;
    this.svix = SvixEmulator.start();
    this.postgres = CrashingPostgres.start(directory.resolve("postgres"));
    guard.add(postgres.pid());
    if (CrashingTemporal.isInstalled(environment)) {
      this.temporal =
          Optional.of(CrashingTemporal.start(environment, directory.resolve("temporal.db")));
      this.inMemory = Optional.empty();
      temporal.ifPresent(server -> guard.add(server.pid()));
    } else {
      this.temporal = Optional.empty();
      this.inMemory = Optional.of(BackingServices.start(ServiceChoice.of(Preference.EMBEDDED)));
    }
  }

  /**
   * Starts them, with the outbox's tables and those of the producers.
   *
   * @param directory where they keep their data
   */
  static Servers start(Map<String, String> environment, Path directory, Guard guard)
      throws SQLException {
    Servers servers = new Servers(environment, directory, guard);
    try (Connection connection = servers.postgres.dataSource().getConnection()) {
      new Migrations(servers.postgres.dataSource(), SchemaName.DEFAULT.value()).migrate();
      Truth.create(connection);
      return servers;
    } catch (SQLException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  SvixEmulator svix() {
    return svix;
  }

  CrashingPostgres postgres() {
    return postgres;
  }

  /** Empty where Temporal is the in-memory server, which would forget everything. */
  Optional<CrashingTemporal> temporal() {
    return temporal;
  }

  OutboxState outbox() {
    return new OutboxState(postgres.dataSource());
  }

  void crashPostgres() {
    long pid = postgres.pid();
    postgres.crash();
    guard.drop(pid);
  }

  void restartPostgres() {
    postgres.restart();
    guard.add(postgres.pid());
  }

  void killTemporal() {
    temporal.ifPresent(
        server -> {
          long pid = server.pid();
          server.kill();
          guard.drop(pid);
        });
  }

  void restartTemporal() {
    temporal.ifPresent(
        server -> {
          server.restart();
          guard.add(server.pid());
        });
  }

  /** What producers and workers are told; what else they read stays as the caller has it. */
  Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>(environment);
    settings
        .keySet()
        .removeIf(
            name ->
                name.startsWith("SIGNALBOX_DATABASE_")
                    || name.startsWith("SVIX_")
                    || name.startsWith("TEMPORAL_"));
    settings.put("SIGNALBOX_DATABASE_URL", postgres.jdbcUrl());
    settings.put("SIGNALBOX_DATABASE_USER", postgres.user());
    settings.put("SVIX_SERVER_URL", svix.url());
    settings.put("SVIX_TOKEN", svix.token());
    settings.put("TEMPORAL_ADDRESS", temporalAddress());
    settings.put("SIGNALBOX_SOURCE", SOURCE);
    settings.put("SIGNALBOX_TASK_QUEUE", "signalbox-" + SOURCE);
    // short, so that a run of minutes has many of each
    settings.putIfAbsent("SIGNALBOX_CALL_TIMEOUT", "4s");
    settings.putIfAbsent("SIGNALBOX_BACKOFF_BASE", "500ms");
    settings.putIfAbsent("SIGNALBOX_BACKOFF_CAP", "5s");
    settings.putIfAbsent("SIGNALBOX_SWEEP_INTERVAL", "5s");
    settings.putIfAbsent("SIGNALBOX_SWEEP_MINIMUM_AGE", "3s");
    settings.putIfAbsent("SIGNALBOX_SHUTDOWN_GRACE", "10s");
    return settings;
  }

  private String temporalAddress() {
    return temporal
        .map(CrashingTemporal::address)
        .or(() -> inMemory.map(services -> services.temporal().address()))
        .orElseThrow();
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      svix.close();
      temporal.ifPresent(CrashingTemporal::close);
      inMemory.ifPresent(BackingServices::close);
      postgres.close();
    }
  }
}
