package dev.signalbox.testkit.svix;

import java.util.Map;

/** Says that the emulator is up. */
final class HealthRoutes {

  private HealthRoutes() {}

  static Map<Route, Handler> handlers() {
    return Map.of(
        Route.HEALTH, request -> Reply.empty(204), Route.HEALTH_PING, request -> Reply.empty(204));
  }
}
