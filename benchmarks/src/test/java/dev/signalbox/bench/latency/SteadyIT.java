package dev.signalbox.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.latency.Miniature.Measured;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everybody meets the same arrivals and delivers all of them. */
class SteadyIT {

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  @Test
  void everyContenderDeliversTheSameArrivals() throws Exception {
    try (Miniature miniature = new Miniature(SIGNALBOX, Stub.start())) {
      Measured measured =
          Miniature.run(
              Steady.scenario(
                  miniature.stage(),
                  new Steady.Size(30, Duration.ofSeconds(1), Duration.ofMillis(300), true)));

      assertThat(measured.figures()).hasSize(8);
      double events = measured.events("bare loop");
      assertThat(events).isPositive();
      assertThat(measured.figures().keySet())
          .allSatisfy(name -> assertThat(measured.events(name)).isEqualTo(events));
      assertThat(List.of("signalbox", "signalbox, linger of 25 s"))
          .allSatisfy(
              name ->
                  assertThat(measured.of(name))
                      .hasEntrySatisfying(
                          WakeTrace.WOKEN, share -> assertThat(share).isBetween(1.0, 100.0)));
      assertThat(measured.of("bare loop")).doesNotContainKey(WakeTrace.WOKEN);
    }
  }
}
