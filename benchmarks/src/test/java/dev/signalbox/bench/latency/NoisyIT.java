package dev.signalbox.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.latency.Miniature.Measured;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The quiet ones deliver everything, and the neighbour goes on beside them. */
class NoisyIT {

  private static final Duration DELAY = Duration.ofMillis(20);

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  @Test
  void quietOnesAndNeighbourAreMeasuredBesideEachOther() throws Exception {
    try (Miniature miniature = new Miniature(SIGNALBOX, Stub.start(DELAY))) {
      Noisy.Shape shape =
          new Noisy.Shape(DELAY, 10, Duration.ofSeconds(2), Duration.ofMillis(500), 3_000, true);

      Measured measured = Miniature.run(Noisy.scenario(miniature.stage(), shape, true));

      assertThat(measured.figures()).hasSize(5);
      double events = measured.events("quiet only");
      assertThat(events).isPositive();
      assertThat(measured.events("signalbox")).isEqualTo(events);
      assertThat(measured.events("one shared queue")).isEqualTo(events);
      assertThat(measured.events("quiet beside a bare loop")).isEqualTo(events);
      assertThat(measured.of("quiet only")).doesNotContainKey(NoisyCourse.NEIGHBOUR_RATE);
      assertThat(List.of("signalbox", "quiet beside a bare loop"))
          .allSatisfy(
              name ->
                  assertThat(measured.of(name))
                      .hasEntrySatisfying(
                          NoisyCourse.NEIGHBOUR_RATE, rate -> assertThat(rate).isPositive()));
    }
  }
}
