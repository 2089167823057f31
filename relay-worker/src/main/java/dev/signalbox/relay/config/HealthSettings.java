package dev.signalbox.relay.config;

import java.util.List;
import java.util.Map;

/**
 * Where the worker answers {@code /healthz} and {@code /readyz}.
 *
 * @param port 0: nowhere
 */
public record HealthSettings(String host, int port) {

  static final Setting<String> HOST =
      Settings.text(
          "SIGNALBOX_HEALTH_HOST",
          "127.0.0.1",
          "Address on which the worker answers health checks.");
  static final Setting<Integer> PORT =
      Settings.integer(
          "SIGNALBOX_HEALTH_PORT", 8085, 0, 65_535, "Port of /healthz and /readyz; 0: none.");

  static final List<Setting<?>> SETTINGS = List.of(HOST, PORT);

  static HealthSettings from(Map<String, String> environment) {
    return new HealthSettings(HOST.read(environment), PORT.read(environment));
  }
}
