package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadCursorTest {

  private static final long LAG = 2_000_000_000;

  private final ReadCursor cursor = new ReadCursor();

  @Test
  void beginsAtTheBeginning() {
    assertThat(cursor.position()).isZero();
    assertThat(cursor.lagging(Long.MAX_VALUE)).isZero();
  }

  @Test
  void lagsTwoSecondsBehind() {
    cursor.advance(10, 0);
    cursor.advance(20, LAG / 2);
    assertThat(cursor.position()).isEqualTo(20);
    assertThat(cursor.lagging(LAG - 1)).isZero();
    assertThat(cursor.lagging(LAG)).isEqualTo(10);
    assertThat(cursor.lagging(2 * LAG)).isEqualTo(20);
  }

  @Test
  void neverGoesBack() {
    cursor.advance(20, 0);
    cursor.advance(5, LAG);
    assertThat(cursor.position()).isEqualTo(20);
    assertThat(cursor.lagging(3 * LAG)).isEqualTo(20);
  }

  @Test
  void lagsNoMoreIdsThanABusySourceTakes() {
    cursor.advance(ReadCursor.LAG_IDS, 0);
    assertThat(cursor.lagging(1)).isZero();
    cursor.advance(ReadCursor.LAG_IDS + 10, 2);
    assertThat(cursor.lagging(3)).isEqualTo(10);
    assertThat(cursor.lagging(LAG)).isEqualTo(ReadCursor.LAG_IDS);
  }

  @Test
  void standsAClockThatBeginsBelowZero() {
    long start = Long.MAX_VALUE - LAG / 2; // System.nanoTime() may run over
    cursor.advance(10, start);
    assertThat(cursor.lagging(start + LAG - 1)).isZero();
    assertThat(cursor.lagging(start + LAG)).isEqualTo(10);
  }

  @Test
  void theLaggingPositionWasLookedAtTwoSecondsAgoAndIsTheLastSuch() {
    long seed = System.nanoTime();
    System.out.println("ReadCursorTest seed " + seed);
    Random random = new Random(seed);
    List<long[]> looks = new ArrayList<>();
    long nanos = 0;
    long position = 0;
    for (int step = 0; step < 5_000; step++) {
      nanos += random.nextLong(LAG / 3);
      position += random.nextInt(3);
      cursor.advance(position, nanos);
      looks.add(new long[] {nanos, position});
      long expected = 0;
      for (long[] look : looks.subList(Math.max(0, looks.size() - 100), looks.size())) {
        if (look[0] <= nanos - LAG) {
          expected = look[1];
        }
      }
      assertThat(cursor.lagging(nanos)).as("seed %d", seed).isEqualTo(expected);
    }
  }
}
