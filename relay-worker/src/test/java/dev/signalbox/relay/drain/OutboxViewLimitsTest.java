package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxViewLimitsTest {

  private static final DrainSettings SETTINGS =
      new DrainSettings(
          Duration.ofSeconds(8), Duration.ofSeconds(8), Duration.ZERO, 1_000, 10_000, 1, 3, 8);

  /** A row of an event with an empty payload takes memory too. */
  @ParameterizedTest
  @CsvSource({"4194304, 1000", "512000, 1000", "511999, 999", "51200, 100", "1024, 50", "0, 50"})
  void aSmallShareHoldsFewRows(long bytes, int rows) {
    assertThat(limits(1_000).rows(bytes)).isEqualTo(rows);
  }

  @ParameterizedTest
  @ValueSource(longs = {4_194_304, 0})
  void oneAtATimeStaysOne(long bytes) {
    assertThat(limits(1).rows(bytes)).isEqualTo(1);
  }

  private static OutboxView.Limits limits(int most) {
    return new OutboxView.Limits(
        most, () -> 0, new LargeEvents(SETTINGS, new Slots(SETTINGS)), () -> false);
  }
}
