package dev.signalbox.testkit.svix;

import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;

/**
 * Mints ids like Svix's: a prefix and 27 characters of base 62 that begin with the time. Ids of one
 * instance ascend strictly, also where the clock does not.
 */
final class Ids {

  static final int LENGTH = 27;

  private static final long EPOCH_SECOND = 1_400_000_000L;
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int WORDS = 5;
  private static final long WORD_MASK = 0xFFFF_FFFFL;

  private final InstantSource clock;
  private final SplittableRandom random = new SplittableRandom();
  private long lastTick;
  private long sequence;

  Ids(InstantSource clock) {
    this.clock = clock;
  }

  synchronized String next(String prefix) {
    long tick = Math.max(lastTick, tickOf(clock.instant()));
    sequence = tick == lastTick ? sequence + 1 : random.nextLong(1L << 40);
    lastTick = tick;
    return prefix + encode(tick, sequence, random.nextLong());
  }

  /** Ticks of 4 ms: 32 bits of seconds, 8 bits of ticks in the second. */
  private static long tickOf(Instant instant) {
    return ((instant.getEpochSecond() - EPOCH_SECOND) << 8) | (instant.getNano() / 4_000_000);
  }

  private static String encode(long tick, long sequence, long noise) {
    // 160 bits: 40 of time, 56 of sequence, 64 of noise
    long[] words = {
      (tick >>> 8) & WORD_MASK,
      ((tick & 0xFF) << 24) | ((sequence >>> 32) & 0xFF_FFFF),
      sequence & WORD_MASK,
      noise >>> 32,
      noise & WORD_MASK
    };
    char[] text = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS.charAt((int) divideBy62(words));
    }
    return new String(text);
  }

  private static long divideBy62(long[] words) {
    long remainder = 0;
    for (int i = 0; i < WORDS; i++) {
      long dividend = (remainder << 32) | words[i];
      words[i] = dividend / 62;
      remainder = dividend % 62;
    }
    return remainder;
  }
}
