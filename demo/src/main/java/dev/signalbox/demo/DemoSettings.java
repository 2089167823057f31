package dev.signalbox.demo;

import dev.signalbox.relay.config.Configuration;
import dev.signalbox.relay.config.RelaySettings;
import dev.signalbox.relay.config.TemporalSettings;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.SvixService;
import dev.signalbox.testkit.services.TemporalService;
import io.temporal.client.WorkflowClientOptions;
import java.util.HashMap;
import java.util.Map;

/**
 * The relay's settings of one run: the services that were taken, and the knobs of the environment.
 */
final class DemoSettings {

  private DemoSettings() {}

  /**
   * Reads them as {@code worker} does.
   *
   * @param run sets this run apart from others on the same Temporal
   */
  static RelaySettings of(
      Map<String, String> environment,
      PostgresDatabase database,
      TemporalService temporal,
      SvixService svix,
      String run) {
    Map<String, String> settings = new HashMap<>(environment);
    settings.keySet().removeIf(DemoSettings::isAddress);
    settings.put("SIGNALBOX_DATABASE_URL", database.jdbcUrl());
    settings.put("SIGNALBOX_DATABASE_USER", database.user());
    settings.put("SIGNALBOX_DATABASE_PASSWORD", database.password());
    settings.put("SVIX_SERVER_URL", svix.serverUrl().toString());
    settings.put("SVIX_TOKEN", svix.token());
    settings.putIfAbsent("SIGNALBOX_SOURCE", "demo-" + run);
    settings.putIfAbsent("SIGNALBOX_TASK_QUEUE", "signalbox-demo-" + run);
    // a lost signal is found while one watches
    settings.putIfAbsent("SIGNALBOX_SWEEP_INTERVAL", "1s");
    settings.putIfAbsent("SIGNALBOX_SWEEP_MINIMUM_AGE", "500ms");
    settings.putIfAbsent("SIGNALBOX_SHUTDOWN_GRACE", "10s");
    return on(temporal, new Configuration(settings).relay());
  }

  private static boolean isAddress(String setting) {
    return setting.startsWith("SIGNALBOX_DATABASE_")
        || setting.startsWith("SVIX_")
        || setting.startsWith("TEMPORAL_");
  }

  /** The service knows best how it is connected to. */
  private static RelaySettings on(TemporalService temporal, RelaySettings settings) {
    return new RelaySettings(
        settings.database(),
        new TemporalSettings(
            settings.temporal().taskQueue(),
            temporal.stubsOptions(),
            WorkflowClientOptions.newBuilder()
                .setNamespace(temporal.namespace())
                .validateAndBuildWithDefaults()),
        settings.svix(),
        settings.steps(),
        settings.worker());
  }
}
