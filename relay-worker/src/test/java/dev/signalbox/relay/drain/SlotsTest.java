package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlotsTest {

  @Test
  void areScarceWhenLessThanAQuarterIsFree() {
    Slots slots = slots(8, 1_000, 100_000);
    enter(slots, 6);
    assertThat(slots.areScarce()).isFalse();
    slots.enter();
    assertThat(slots.areScarce()).isTrue();
    slots.leave();
    assertThat(slots.areScarce()).isFalse();
  }

  @Test
  void aSingleSlotIsScarceAsSoonAsItIsTaken() {
    Slots slots = slots(1, 1_000, 100_000);
    assertThat(slots.areScarce()).isFalse();
    slots.enter();
    assertThat(slots.areScarce()).isTrue();
  }

  @Test
  void allSlicesTogetherReadNoMoreThanTheBound() {
    Slots slots = slots(100, 1_000, 20_000);
    assertThat(slots.byteLimit()).isEqualTo(1_000);
    for (int taken = 1; taken <= 100; taken++) {
      slots.enter();
      // one batch is read while another is on its way
      assertThat(3L * taken * slots.byteLimit()).isLessThanOrEqualTo(20_000);
      assertThat(slots.byteLimit()).isBetween(1L, 1_000L);
    }
  }

  @Test
  void whoLingersHasNothingReadAndTakesNothingFromOthers() {
    Slots slots = slots(100, 1_000, 30_000);
    enter(slots, 40);
    assertThat(slots.byteLimit()).isEqualTo(250);
    for (int i = 0; i < 30; i++) {
      slots.linger();
    }
    assertThat(slots.byteLimit()).isEqualTo(1_000);
    assertThat(slots.areScarce()).isFalse();
    for (int i = 0; i < 30; i++) {
      slots.goOn();
    }
    assertThat(slots.byteLimit()).isEqualTo(250);
  }

  private static void enter(Slots slots, int count) {
    for (int i = 0; i < count; i++) {
      slots.enter();
    }
  }

  private static Slots slots(int size, long batchBytes, long prefetchBytes) {
    return new Slots(
        new DrainSettings(
            Duration.ofSeconds(8),
            Duration.ofSeconds(8),
            Duration.ofSeconds(2),
            500,
            10_000,
            batchBytes,
            prefetchBytes,
            size));
  }
}
