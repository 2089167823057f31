package dev.signalbox.bench.memory;

import java.time.Duration;

/**
 * How many there are at once.
 *
 * @param organizations of a turn
 * @param events of each organization
 * @param patience from the first open request until the others must have followed; shorter than a
 *     call may take
 */
record Crowd(int organizations, int events, int payloadBytes, Duration patience) {}
