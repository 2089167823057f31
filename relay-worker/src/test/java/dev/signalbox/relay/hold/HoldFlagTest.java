package dev.signalbox.relay.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HoldFlagTest {

  private final AtomicLong now = new AtomicLong();
  private final HoldFlag flag = new HoldFlag(now::get);

  @Test
  void isStaleAtFirst() {
    assertThat(flag.isStale()).isTrue();
  }

  @Test
  void isStaleAfterAMinuteWithoutSlices() {
    flag.see(false);
    now.addAndGet(HoldFlag.IDLE.toNanos() - 1);
    assertThat(flag.isStale()).isFalse();
    now.incrementAndGet();
    assertThat(flag.isStale()).isTrue();
  }

  @Test
  void isStaleAfterTwoSecondsOfARunningSlice() {
    flag.see(false);
    assertThat(flag.isUp()).isFalse();
    now.addAndGet(HoldFlag.BUSY.toNanos() - 1);
    assertThat(flag.isStale()).isFalse();
    now.incrementAndGet();
    assertThat(flag.isStale()).isTrue();
  }

  @Test
  void isNotStaleWhileSlicesLookAtTheirStart() {
    for (int slice = 0; slice < 10; slice++) {
      flag.see(false);
      assertThat(flag.isUp()).isFalse();
      now.addAndGet(HoldFlag.BUSY.toNanos() / 2);
      assertThat(flag.isStale()).isFalse();
    }
  }

  @Test
  void isAlwaysStaleWhileItIsUp() {
    flag.see(true);
    assertThat(flag.isUp()).isTrue();
    assertThat(flag.isStale()).isTrue();
  }
}
