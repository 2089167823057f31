package dev.signalbox.relay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayInput;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.drain.DrainSettings;
import dev.signalbox.relay.drain.RetryLimits;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.organization.UnknownOrganization;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.watch.WatchSettings;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.serviceclient.GrpcCompression;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  private static final Map<String, String> REQUIRED =
      Map.of(
          "SIGNALBOX_DATABASE_URL", "jdbc:postgresql://db:5432/app",
          "SVIX_SERVER_URL", "http://svix:8071",
          "SVIX_TOKEN", "s3cret",
          "TEMPORAL_CONFIG_FILE", "");

  @Test
  void defaultsAreTheDesigns() {
    RelaySettings settings = relay(Map.of());

    assertThat(settings.database())
        .isEqualTo(
            new DatabaseSettings(
                "jdbc:postgresql://db:5432/app",
                null,
                null,
                SchemaName.DEFAULT,
                Source.DEFAULT,
                20,
                Duration.ofSeconds(5)));
    assertThat(settings.steps()).isEqualTo(StepSettings.DEFAULT);
    assertThat(settings.worker())
        .isEqualTo(new WorkerSettings(Duration.ofSeconds(30), "127.0.0.1", 8085));
    assertThat(settings.svix().serverUrl()).isEqualTo(URI.create("http://svix:8071"));
    assertThat(settings.svix().parallelism()).isEqualTo(64);
    assertThat(settings.svix().callTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.temporal().taskQueue()).isEqualTo("signalbox-relay");
    assertThat(settings.temporal().address()).isEqualTo("127.0.0.1:7233");
    assertThat(settings.temporal().client().getNamespace()).isEqualTo("default");
    assertThat(settings.temporal().stubs().getGrpcCompression()).isEqualTo(GrpcCompression.NONE);
  }

  /** Temporal's own format: what a producer or an older worker wrote is read, and the reverse. */
  @Test
  void temporalsConverterDiffersInItsBuffersAlone() {
    RelayInput input =
        RelayInput.start(new Source("orders"), new OrganizationId("acme"), "some database");
    DataConverter ours = relay(Map.of()).temporal().client().getDataConverter();

    assertThat(ours).isNotSameAs(DefaultDataConverter.STANDARD_INSTANCE);
    assertThat(ours.toPayload(input))
        .isEqualTo(DefaultDataConverter.STANDARD_INSTANCE.toPayload(input));
    assertThat(
            ours.fromPayload(
                DefaultDataConverter.STANDARD_INSTANCE.toPayload(input).orElseThrow(),
                RelayInput.class,
                RelayInput.class))
        .isEqualTo(input);
  }

  @Test
  void everyKeyReachesItsField() {
    RelaySettings settings =
        relay(
            Map.ofEntries(
                Map.entry("SIGNALBOX_DATABASE_URL", "jdbc:postgresql://other/x"),
                Map.entry("SIGNALBOX_DATABASE_USER", "relay"),
                Map.entry("SIGNALBOX_DATABASE_PASSWORD", "pw"),
                Map.entry("SIGNALBOX_DATABASE_POOL_SIZE", "7"),
                Map.entry("SIGNALBOX_SCHEMA", "shop"),
                Map.entry("SIGNALBOX_SOURCE", "orders"),
                Map.entry("SIGNALBOX_TASK_QUEUE", "queue"),
                Map.entry("TEMPORAL_ADDRESS", "temporal:7233"),
                Map.entry("TEMPORAL_NAMESPACE", "relays"),
                Map.entry("SVIX_SERVER_URL", "https://svix.example/"),
                Map.entry("SVIX_TOKEN", "token"),
                Map.entry("SIGNALBOX_CALL_TIMEOUT", "3s"),
                Map.entry("SIGNALBOX_SLICE_TIME", "4s"),
                Map.entry("SIGNALBOX_LAP_TIME", "3s"),
                Map.entry("SIGNALBOX_DRAINING_STEP", "6s"),
                Map.entry("SIGNALBOX_LINGER", "0s"),
                Map.entry("SIGNALBOX_WATCH_TICK", "PT0.05S"),
                Map.entry("SIGNALBOX_DATABASE_TIMEOUT", "2s"),
                Map.entry("SIGNALBOX_BATCH_ROWS", "11"),
                Map.entry("SIGNALBOX_BATCH_BYTES", "512KiB"),
                Map.entry("SIGNALBOX_IN_FLIGHT_PER_ORGANIZATION", "2"),
                Map.entry("SIGNALBOX_IN_FLIGHT_TOTAL", "3"),
                Map.entry("SIGNALBOX_BACKOFF_BASE", "250ms"),
                Map.entry("SIGNALBOX_BACKOFF_CAP", "1h"),
                Map.entry("SIGNALBOX_MAX_ATTEMPTS", "12"),
                Map.entry("SIGNALBOX_MAX_AGE", "2h"),
                Map.entry("SIGNALBOX_POISON_KILLS", "4"),
                Map.entry("SIGNALBOX_ACTIVITY_SLOTS", "5"),
                Map.entry("SIGNALBOX_SWEEP_INTERVAL", "1m"),
                Map.entry("SIGNALBOX_SWEEP_MINIMUM_AGE", "7s"),
                Map.entry("SIGNALBOX_SWEEP_LIMIT", "9"),
                Map.entry("SIGNALBOX_PREFETCH_BYTES", "64MiB"),
                Map.entry("SIGNALBOX_SHUTDOWN_GRACE", "9s"),
                Map.entry("SIGNALBOX_UNKNOWN_ORGANIZATION", "skip"),
                Map.entry("SIGNALBOX_HEALTH_HOST", "0.0.0.0"),
                Map.entry("SIGNALBOX_HEALTH_PORT", "9000")));

    assertThat(settings.database())
        .isEqualTo(
            new DatabaseSettings(
                "jdbc:postgresql://other/x",
                "relay",
                "pw",
                new SchemaName("shop"),
                new Source("orders"),
                7,
                Duration.ofSeconds(2)));
    assertThat(settings.steps())
        .isEqualTo(
            new StepSettings(
                new LeaseSettings(Duration.ofSeconds(6)),
                new OrganizationSettings(UnknownOrganization.SKIP, 2),
                new DrainSettings(
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(3),
                    Duration.ZERO,
                    11,
                    10_000,
                    512 << 10,
                    64 << 20,
                    5),
                new DeliverySettings(3, Duration.ofSeconds(3)),
                new Backoff(Duration.ofMillis(250), Duration.ofHours(1)),
                new RetryLimits(12, Duration.ofHours(2), 4),
                new WatchSettings(Duration.ofMillis(50)),
                new SweepSettings(Duration.ofMinutes(1), Duration.ofSeconds(7), 9)));
    assertThat(settings.worker())
        .isEqualTo(new WorkerSettings(Duration.ofSeconds(9), "0.0.0.0", 9000));
    assertThat(settings.svix().serverUrl()).isEqualTo(URI.create("https://svix.example/"));
    assertThat(settings.svix().token()).isEqualTo("token");
    assertThat(settings.svix().parallelism()).isEqualTo(3);
    assertThat(settings.svix().callTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.temporal().taskQueue()).isEqualTo("queue");
    assertThat(settings.temporal().address()).isEqualTo("temporal:7233");
    assertThat(settings.temporal().client().getNamespace()).isEqualTo("relays");
  }

  @Test
  void secretsComeFromFilesAndAreShownNowhere(@TempDir Path directory) throws Exception {
    Path password = Files.writeString(directory.resolve("password"), "hunter2\n");
    Path token = Files.writeString(directory.resolve("token"), "testsk_1\n");

    RelaySettings settings =
        relay(
            Map.of(
                "SIGNALBOX_DATABASE_URL", "jdbc:postgresql://db/app?password=inurl",
                "SIGNALBOX_DATABASE_PASSWORD_FILE", password.toString(),
                "TEMPORAL_API_KEY", "temporalkey",
                "SVIX_TOKEN", "",
                "SVIX_TOKEN_FILE", token.toString()));

    assertThat(settings.database().password()).isEqualTo("hunter2");
    assertThat(settings.svix().token()).isEqualTo("testsk_1");
    assertThat(settings.toString())
        .doesNotContain("hunter2", "testsk_1", "inurl", "temporalkey")
        .contains("jdbc:postgresql://db/app,");
  }

  @Test
  void aPasswordBeforeTheHostIsRefusedAndNotRepeated() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                relay(
                    Map.of(
                        "SIGNALBOX_DATABASE_URL", "jdbc:postgresql://app:hunter2@db:5432/app",
                        "SVIX_TOKEN", "testsk_1")))
        .withMessageContainingAll("SIGNALBOX_DATABASE_URL", "SIGNALBOX_DATABASE_PASSWORD")
        .satisfies(e -> assertThat(e).hasMessageNotContaining("hunter2"));
  }

  @Test
  void allProblemsAreInOneMessage() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                new Configuration(
                        Map.of(
                            "SIGNALBOX_SCHEMA", "Shop",
                            "SIGNALBOX_BATCH_ROWS", "0",
                            "SIGNALBOX_BATCH_BYTES", "4MB",
                            "SIGNALBOX_LINGER", "soon",
                            "SIGNALBOX_UNKNOWN_ORGANIZATION", "drop"))
                    .relay())
        .withMessageContainingAll(
            "SIGNALBOX_DATABASE_URL is not set.",
            "SIGNALBOX_SCHEMA is refused: Schema \"Shop\"",
            "SIGNALBOX_BATCH_ROWS is 0; it must be from 1 to 10000.",
            "SIGNALBOX_BATCH_BYTES is \"4MB\", which is no size",
            "SIGNALBOX_LINGER is \"soon\", which is no duration",
            "SIGNALBOX_UNKNOWN_ORGANIZATION is \"drop\"; it must be create, hold or skip.",
            "SVIX_TOKEN is not set, nor is SVIX_TOKEN_FILE.")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SIGNALBOX_CALL_TIMEOUT     | 15s | SIGNALBOX_CALL_TIMEOUT (15s) must be shorter than SIGNALBOX_DRAINING_STEP (15s).
          SIGNALBOX_LINGER           | 60s | SIGNALBOX_LINGER (1m) must be shorter than SIGNALBOX_SLICE_TIME (1m).
          SIGNALBOX_SLICE_TIME       | 10s | SIGNALBOX_LINGER (10s) must be shorter than SIGNALBOX_SLICE_TIME (10s).
          SIGNALBOX_SLICE_TIME       | 63s | SIGNALBOX_SLICE_TIME (63s) + SIGNALBOX_LAP_TIME (12s) + SIGNALBOX_CALL_TIMEOUT (10s) + SIGNALBOX_DATABASE_TIMEOUT (5s) must be shorter than the 90s after which Temporal gives a slice up.
          SIGNALBOX_LAP_TIME         | 15s | SIGNALBOX_LAP_TIME (15s) + SIGNALBOX_CALL_TIMEOUT (10s) + SIGNALBOX_DATABASE_TIMEOUT (5s) must be shorter than the 30s after which Temporal gives a slice up that it has not heard of.
          SIGNALBOX_DRAINING_STEP    | 10s | SIGNALBOX_LINGER (10s) must be shorter than SIGNALBOX_DRAINING_STEP (10s).
          SIGNALBOX_DRAINING_STEP    | 30s | SIGNALBOX_DRAINING_STEP (30s) must be shorter than the 30s after which Temporal gives a slice up that it has not heard of.
          SIGNALBOX_LAP_TIME         | 1ms | the 1s of a shortest lap must not be longer than SIGNALBOX_LAP_TIME (1ms).
          SIGNALBOX_DATABASE_TIMEOUT | 12s | SIGNALBOX_DATABASE_TIMEOUT (12s) must be shorter than the 30s after which Temporal gives a slice up that it has not heard of.
          SIGNALBOX_SWEEP_LIMIT      | 10001 | SIGNALBOX_SWEEP_LIMIT is 10001; it must be from 1 to 10000.
          SIGNALBOX_BACKOFF_BASE     | 11m | SIGNALBOX_BACKOFF_BASE is refused: Backoff base PT11M
          """)
  void deadlinesMustBeInOrder(String key, String value, String problem) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> relay(Map.of(key, value)))
        .withMessageContaining(problem);
  }

  @Test
  void aLapMustBeShorterThanTheStepWhereTheLingerIsLonger() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                relay(
                    Map.of(
                        "SIGNALBOX_LINGER", "20s",
                        "SIGNALBOX_LAP_TIME", "16s",
                        "SIGNALBOX_CALL_TIMEOUT", "5s")))
        .withMessageContaining(
            "SIGNALBOX_LAP_TIME (16s) must be shorter than SIGNALBOX_DRAINING_STEP (15s).");
  }

  @Test
  void aLingerMayBeLongerThanALapAndTheStep() {
    assertThat(relay(Map.of("SIGNALBOX_LINGER", "25s")).steps().drain().linger())
        .isEqualTo(Duration.ofSeconds(25));
  }

  @Test
  void aSecretThatIsGivenTwiceIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                relay(
                    Map.of(
                        "SIGNALBOX_DATABASE_PASSWORD", "a",
                        "SIGNALBOX_DATABASE_PASSWORD_FILE", "/nowhere/at/all")))
        .withMessageContainingAll(
            "SIGNALBOX_DATABASE_PASSWORD and SIGNALBOX_DATABASE_PASSWORD_FILE are both set",
            "\"/nowhere/at/all\", which cannot be read (NoSuchFileException).");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "svix:8071",
        "ftp://svix",
        "http://u:hunter2@svix",
        "http://svix/path",
        "http://[",
        "http://a b"
      })
  void aServerUrlThatSvixsClientCannotUseIsRefused(String url) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> relay(Map.of("SVIX_SERVER_URL", url)))
        .withMessageStartingWith("SVIX_SERVER_URL ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void theTokenNamesTheRegionWhereNoServerIsNamed() {
    assertThat(relay(Map.of("SVIX_SERVER_URL", "", "SVIX_TOKEN", "sk_x.eu")).svix().serverUrl())
        .isEqualTo(URI.create("https://api.eu.svix.com"));
  }

  @Test
  void aProducerNeedsNoSvix() {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.keySet().removeIf(key -> key.startsWith("SVIX"));

    assertThat(new Configuration(environment).producer().database().url())
        .isEqualTo("jdbc:postgresql://db:5432/app");
  }

  @Test
  void anUnreadableTemporalFileIsAProblemLikeTheOthers() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> relay(Map.of("TEMPORAL_TLS_CLIENT_CERT_PATH", "/nowhere/cert.pem")))
        .withMessageStartingWith("TEMPORAL_* or Temporal's configuration file is refused: ");
  }

  @ParameterizedTest
  @CsvSource({
    "mysql://h/d",
    "jdbc:mysql://h/d",
    "jdbc:postgresql://h:port/d",
  })
  void aUrlThatTheDriverDoesNotTakeIsNotRepeated(String url) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> relay(Map.of("SIGNALBOX_DATABASE_URL", url)))
        .withMessageStartingWith("SIGNALBOX_DATABASE_URL is not a PostgreSQL JDBC URL")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(url));
  }

  private static RelaySettings relay(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.putAll(more);
    return new Configuration(environment).relay();
  }
}
