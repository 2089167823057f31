package dev.signalbox.relay.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the worker's process stops, and answers health checks.
 *
 * @param shutdownGrace how long running slices may take to settle after a stop is asked for
 * @param healthPort of {@code /healthz} and {@code /readyz}; 0: none
 */
public record WorkerSettings(Duration shutdownGrace, String healthHost, int healthPort) {

  static final Setting<Duration> SHUTDOWN_GRACE =
      Settings.duration(
          "SIGNALBOX_SHUTDOWN_GRACE",
          Duration.ofSeconds(30),
          "How long running slices may take to settle after SIGTERM.");
  static final Setting<String> HEALTH_HOST =
      Settings.text(
          "SIGNALBOX_HEALTH_HOST",
          "127.0.0.1",
          "Address on which the worker answers health checks.");
  static final Setting<Integer> HEALTH_PORT =
      Settings.integer(
          "SIGNALBOX_HEALTH_PORT", 8085, 0, 65_535, "Port of /healthz and /readyz; 0: none.");

  static final List<Setting<?>> SETTINGS = List.of(SHUTDOWN_GRACE, HEALTH_HOST, HEALTH_PORT);

  static WorkerSettings from(Map<String, String> environment) {
    return new WorkerSettings(
        SHUTDOWN_GRACE.read(environment),
        HEALTH_HOST.read(environment),
        HEALTH_PORT.read(environment));
  }
}
