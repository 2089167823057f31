package dev.signalbox.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.config.Configuration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is measured is what a worker could be set to. */
class LongLingerTest {

  @Test
  void aWorkerTakesTheseSettings() {
    Configuration configuration =
        new Configuration(
            Map.ofEntries(
                Map.entry("SIGNALBOX_LINGER", LongLinger.LINGER.toString()),
                Map.entry("SIGNALBOX_SLICE_TIME", LongLinger.SLICE_TIME.toString()),
                Map.entry("SIGNALBOX_DRAINING_STEP", LongLinger.DRAINING_STEP.toString()),
                Map.entry("SIGNALBOX_CALL_TIMEOUT", LongLinger.CALL_TIMEOUT.toString()),
                Map.entry("SIGNALBOX_DATABASE_TIMEOUT", "PT1S"),
                Map.entry("SIGNALBOX_DATABASE_URL", "jdbc:postgresql://db:5432/app"),
                Map.entry("SVIX_SERVER_URL", "http://svix:8071"),
                Map.entry("SVIX_TOKEN", "s3cret"),
                Map.entry("TEMPORAL_CONFIG_FILE", "")));

    assertThat(configuration.relay().steps()).isEqualTo(LongLinger.relay());
  }
}
