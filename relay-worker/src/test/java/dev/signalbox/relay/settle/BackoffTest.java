package dev.signalbox.relay.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10));

  @Test
  void staysBetweenAMillisecondAndItsBound() {
    long seed = System.nanoTime();
    System.out.println("BackoffTest seed " + seed);
    Random random = new Random(seed);
    for (int earlier = 0; earlier < 200; earlier++) {
      Duration bound = bound(earlier);
      for (int i = 0; i < 200; i++) {
        assertThat(BACKOFF.after(earlier, random))
            .as("seed %d, earlier %d", seed, earlier)
            .isBetween(Duration.ofMillis(1), bound);
      }
    }
  }

  @Test
  void theJitterReachesBothEnds() {
    for (int earlier = 0; earlier < 12; earlier++) {
      assertThat(BACKOFF.after(earlier, lowest())).isEqualTo(Duration.ofMillis(1));
      assertThat(BACKOFF.after(earlier, highest())).isEqualTo(bound(earlier));
    }
  }

  @Test
  void aNegativeNumberOfRefusalsIsNone() {
    for (int earlier : new int[] {-1, -64, Integer.MIN_VALUE}) {
      assertThat(BACKOFF.after(earlier, highest())).isEqualTo(bound(0));
    }
  }

  @Test
  void neverExceedsTheCapHoweverOftenItWasRefused() {
    for (int earlier : new int[] {7, 31, 32, 33, 63, 64, 65, 1_000, Integer.MAX_VALUE}) {
      assertThat(BACKOFF.after(earlier, highest())).isEqualTo(Duration.ofMinutes(10));
    }
  }

  @Test
  void doesNotOverflowWithALongBase() {
    Backoff years = new Backoff(Duration.ofMillis((1L << 32) + 1), Duration.ofDays(36_500));
    Duration before = Duration.ZERO;
    for (int earlier = 0; earlier < 100; earlier++) {
      Duration longest = years.after(earlier, highest());
      assertThat(longest).as("earlier %d", earlier).isBetween(before, Duration.ofDays(36_500));
      before = longest;
    }
    assertThat(before).isEqualTo(Duration.ofDays(36_500));
  }

  @Test
  void refusesABaseAboveTheCapOrBelowAMillisecond() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofNanos(1), Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofSeconds(-1), Duration.ofSeconds(1)));
  }

  private static Duration bound(int earlier) {
    return earlier < 7 ? Duration.ofSeconds(5L << earlier) : Duration.ofMinutes(10);
  }

  private static RandomGenerator lowest() {
    return new AtOneEnd(0);
  }

  private static RandomGenerator highest() {
    return new AtOneEnd(1);
  }

  /** Draws the least (0) or the greatest (1) of what is allowed. */
  private record AtOneEnd(int end) implements RandomGenerator {
    @Override
    public long nextLong() {
      throw new UnsupportedOperationException("A draw without a bound.");
    }

    @Override
    public long nextLong(long bound) {
      return end * (bound - 1);
    }
  }
}
