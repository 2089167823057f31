package dev.signalbox.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.latency.Miniature.Measured;
import dev.signalbox.bench.load.Latencies;
import dev.signalbox.bench.relay.RelaySettings;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everybody who is woken delivers every event, and is measured. */
class WakeIT {

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  @Test
  void everyEventOfEveryContenderIsMeasured() throws Exception {
    try (Miniature miniature = new Miniature(SIGNALBOX, Stub.start())) {
      Measured measured =
          Miniature.run(
              Wake.scenario(
                  miniature.stage(),
                  new Wake.Size(
                      20,
                      6,
                      4,
                      Duration.ofMillis(200),
                      WarmUp.of(2),
                      RelaySettings.withLinger(Duration.ofMillis(50)),
                      true)));

      assertThat(measured.figures()).hasSize(9);
      assertThat(measured.figures().keySet())
          .allSatisfy(
              name -> {
                assertThat(measured.of(name)).containsKeys(Latencies.P50, Latencies.P99);
                assertThat(measured.events(name)).isIn(4.0, 6.0);
              });
      assertThat(measured.of("signalbox"))
          .containsKeys("until signal answered, p50 ms", "until activity task, p50 ms");
    }
  }
}
