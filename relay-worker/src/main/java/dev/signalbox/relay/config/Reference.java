package dev.signalbox.relay.config;

import java.util.List;

/** Writes {@code docs/configuration.md} from the settings themselves. */
final class Reference {

  private static final String HEAD =
      """
      # Configuration

      The relay reads its settings from the environment, once, at start. Everything that is wrong is reported in one message, and
      nothing starts. An empty variable counts as unset. Durations are written `250ms`, `8s`, `10m`, `1h` or in ISO 8601 (`PT8S`),
      sizes `4MiB`, `512KiB` or in bytes.

      This page is made from the code; a test fails when the two differ.
      """;

  private static final String TEMPORAL =
      """

      Temporal's own variables and its configuration file are read as Temporal's other tools do: `TEMPORAL_ADDRESS` (default
      `127.0.0.1:7233`), `TEMPORAL_NAMESPACE` (default `default`), `TEMPORAL_API_KEY`, `TEMPORAL_TLS`,
      `TEMPORAL_TLS_CLIENT_CERT_PATH`, `TEMPORAL_TLS_CLIENT_KEY_PATH`, `TEMPORAL_TLS_SERVER_CA_CERT_PATH`,
      `TEMPORAL_TLS_SERVER_NAME`, `TEMPORAL_PROFILE`, `TEMPORAL_CONFIG_FILE`.
      """;

  private static final String DEADLINES =
      """

      These must be in order, or the relay does not start: call timeout < draining step < %1$s; lap time + one call + one database
      timeout < %1$s, after which Temporal gives a slice up that it has not heard of; slice time + lap time + one call + one database
      timeout < %2$s, after which it gives up any. The linger is below the slice time, and it or the lap time below the draining step. A lap
      takes 1s at least.
      """
          .formatted(
              Durations.format(Deadlines.HEARTBEAT.length()),
              Durations.format(Deadlines.START_TO_CLOSE.length()));

  private static final String PROGRAM =
      """

      ## Program

      | variable | default | meaning |
      |---|---|---|
      | `SIGNALBOX_LOG_LEVEL` | `INFO` | What the relay logs, to the error stream: `DEBUG` names each event. |
      | `SIGNALBOX_JAVA_OPTIONS` | none | More options for the JVM. |
      """;

  private Reference() {}

  static String markdown() {
    return HEAD
        + section("Database", "`worker`, `migrate`, `send`", DatabaseSettings.SETTINGS)
        + section("Temporal", "`worker`, `send`", TemporalSettings.SETTINGS)
        + TEMPORAL
        + section("Svix", "`worker`", SvixEnvironment.SETTINGS)
        + section("Relay", "`worker`", StepEnvironment.SETTINGS)
        + DEADLINES
        + section("Process", "`worker`", WorkerSettings.SETTINGS)
        + PROGRAM;
  }

  private static String section(String title, String commands, List<Setting<?>> settings) {
    StringBuilder section = new StringBuilder();
    section.append(
        "\n## %s\n\nUsed by %s.\n\n| variable | value | default | meaning |\n|---|---|---|---|\n"
            .formatted(title, commands));
    settings.forEach(setting -> section.append(row(setting)));
    return section.toString();
  }

  private static String row(Setting<?> setting) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            setting.name(),
            setting.form(),
            setting.preset().isEmpty() ? "none" : "`" + setting.preset() + "`",
            setting.meaning());
  }
}
