package dev.signalbox.relay.drain;

import java.time.Duration;

/**
 * How a slice works.
 *
 * @param sliceTime after which a slice starts no further delivery
 * @param linger how long a slice that has run dry stays for the next event
 * @param batchRows events read and settled together, at most
 * @param scanRows rows that one statement looks at to find them, at most
 * @param batchBytes bytes of payload read together, at most, but for a single larger event
 * @param prefetchBytes bytes of payload that all slices of a worker hold read, about
 * @param slots slices that one worker runs at once
 */
public record DrainSettings(
    Duration sliceTime,
    Duration linger,
    int batchRows,
    int scanRows,
    long batchBytes,
    long prefetchBytes,
    int slots) {

  /** Eight seconds, two seconds, 500 events out of 10,000 rows, 4 MiB, 128 MiB, 200 slices. */
  public static final DrainSettings DEFAULT =
      new DrainSettings(
          Duration.ofSeconds(8), Duration.ofSeconds(2), 500, 10_000, 4 << 20, 128 << 20, 200);
}
