package dev.signalbox.bench.stub;

/**
 * A message that the stub has answered; times in microseconds since 1970.
 *
 * @param id its idempotency key
 * @param firstByteMicros when the first byte of its request was there
 * @param answeredMicros when the answer had been written
 */
public record Delivery(String id, long firstByteMicros, long answeredMicros) {}
