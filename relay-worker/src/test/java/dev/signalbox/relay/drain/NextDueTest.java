package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NextDueTest {

  private static final long MILLI = 1_000_000;

  private final NextDue nextDue = new NextDue();

  @Test
  void isNeverUntilSomethingWaits() {
    nextDue.meet(SliceResult.NEVER, 0);
    assertThat(nextDue.millis(0)).isEqualTo(SliceResult.NEVER);
  }

  @Test
  void isTheFirstOfAllAndComesNearerWithTime() {
    nextDue.meet(70, 10 * MILLI);
    nextDue.meet(50, 20 * MILLI);
    nextDue.meet(90, 30 * MILLI);
    assertThat(nextDue.millis(30 * MILLI)).isEqualTo(40);
    assertThat(nextDue.millis(500 * MILLI)).isEqualTo(1);
    nextDue.forget();
    assertThat(nextDue.millis(0)).isEqualTo(SliceResult.NEVER);
  }

  @Test
  void standsAClockThatRunsOverAndADateOfTheFarFuture() {
    nextDue.meet(Long.MAX_VALUE, Long.MAX_VALUE - 1);
    assertThat(nextDue.millis(Long.MAX_VALUE)).isEqualTo(Duration.ofDays(30).toMillis());
  }
}
