package dev.signalbox.bench.latency;

/**
 * When an event is to be committed.
 *
 * @param atMicros from the start of the turn
 */
record Arrival(long atMicros, String organization) {}
