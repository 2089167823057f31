package dev.signalbox.testkit.svix;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How an emulator behaves.
 *
 * @param address where it listens
 * @param requiredToken the only token that is accepted; empty for any
 * @param rules what it stores and remembers
 * @param delivery how endpoints are served
 * @param clock what time it is
 */
record Options(
    InetSocketAddress address,
    Optional<String> requiredToken,
    Rules rules,
    RetrySchedule delivery,
    InstantSource clock) {

  /**
   * What is stored and remembered.
   *
   * @param eventIdWindow how long an event id stays unique; empty for ever
   * @param idempotencyLock how long a repeated key waits for its first request; empty to ignore
   *     keys
   * @param bodyLimit largest request body in bytes
   */
  record Rules(
      Optional<Duration> eventIdWindow, Optional<Duration> idempotencyLock, int bodyLimit) {}

  /** Names all but the token. */
  @Override
  public String toString() {
    return "Options[address=%s, rules=%s, delivery=%s]".formatted(address, rules, delivery);
  }
}
