package dev.signalbox.relay.drain;

import java.time.Duration;

/**
 * How a slice works.
 *
 * @param sliceTime after which a slice begins no other lap
 * @param lapTime after which a lap starts no further delivery, and another begins: the lease is
 *     renewed, and the organization's row and the outbox are read from the beginning; where slots
 *     are scarce the slice ends. Longer than the slice's time: as long as that
 * @param linger how long a slice that has run dry stays for the next event
 * @param batchRows events read and settled together, at most
 * @param scanRows rows that one statement looks at to find them, at most
 * @param batchBytes bytes of payload read together, at most, but for a single larger event
 * @param prefetchBytes bytes of payload that all slices of a worker hold read, about; events that
 *     are larger than their slice's share have as much room again
 * @param slots slices that one worker runs at once, those that linger included
 */
public record DrainSettings(
    Duration sliceTime,
    Duration lapTime,
    Duration linger,
    int batchRows,
    int scanRows,
    long batchBytes,
    long prefetchBytes,
    int slots) {

  /**
   * A minute, laps of 12 seconds, ten seconds, 1,000 events out of 10,000 rows, 4 MiB, 128 MiB,
   * 1,000 slices.
   */
  public static final DrainSettings DEFAULT =
      new DrainSettings(
          Duration.ofMinutes(1),
          Duration.ofSeconds(12),
          Duration.ofSeconds(10),
          1_000,
          10_000,
          4 << 20,
          128 << 20,
          1_000);
}
