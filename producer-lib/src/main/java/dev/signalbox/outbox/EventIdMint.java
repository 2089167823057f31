package dev.signalbox.outbox;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Makes UUIDs of version 7 in ascending order: 48 bits of milliseconds, 12 bits of their fraction
 * (RFC 9562, 6.2, method 3), 62 random bits. Where the clock stands still or goes back, the upper
 * 60 bits count on.
 */
final class EventIdMint {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long VERSION_7 = 0x7000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final InstantSource clock;
  private final SecureRandom random;

  /** Random bytes in stock: asked one by one they would cost more than the rest of an id. */
  private final ByteBuffer stock = ByteBuffer.allocate(64 * Long.BYTES).position(64 * Long.BYTES);

  private long last;

  EventIdMint(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  synchronized UUID next() {
    Instant now = clock.instant();
    long millis = now.getEpochSecond() * 1_000 + now.getNano() / NANOS_PER_MILLI;
    long fraction = ((now.getNano() % NANOS_PER_MILLI) << 12) / NANOS_PER_MILLI;
    last = Math.max(last + 1, (millis << 12) | fraction);
    return new UUID(
        ((last >>> 12) << 16) | VERSION_7 | (last & 0xfff), (nextRandom() >>> 2) | VARIANT);
  }

  private long nextRandom() {
    if (!stock.hasRemaining()) {
      random.nextBytes(stock.array());
      stock.rewind();
    }
    return stock.getLong();
  }
}
