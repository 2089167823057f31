package dev.signalbox.relay.drain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far a slice has looked. A transaction may take an id early and commit late, behind what was
 * looked at already; the lagging position is as a rule old enough to find it, and recent enough to
 * skip the index entries of what was settled. What it misses, a look from the beginning finds.
 * Times are of the {@link Ticker}.
 */
final class ReadCursor {

  /** Twice the time between two late looks, so that one finds what commits a second late. */
  private static final long LAG_NANOS = Duration.ofSeconds(2).toNanos();

  /**
   * As many ids as a source of 10,000 events a second takes in that time. While a transaction stays
   * open for long, what was settled stays in the index, and a new slice would walk through all of
   * it with each look of its first two seconds.
   */
  static final long LAG_IDS = 20_000;

  private record Mark(long nanos, long position) {}

  private final Deque<Mark> marks = new ArrayDeque<>();
  private long position;
  private long lagging;

  /** Everything committed up to here was looked at, just now. */
  void advance(long newPosition, long nanos) {
    if (newPosition > position) {
      position = newPosition;
      marks.addLast(new Mark(nanos, newPosition));
    }
  }

  /** The last id that was looked at. */
  long position() {
    return position;
  }

  /** The last id that had been looked at two seconds ago, but not more ids back than that. */
  long lagging(long nanos) {
    while (!marks.isEmpty() && nanos - marks.getFirst().nanos() >= LAG_NANOS) {
      lagging = marks.removeFirst().position();
    }
    return Math.max(lagging, position - LAG_IDS);
  }
}
