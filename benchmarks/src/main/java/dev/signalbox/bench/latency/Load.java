package dev.signalbox.bench.latency;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What comes in a turn.
 *
 * @param arrivals of the turn of that number
 * @param leadIn what is scheduled before its end is not counted
 * @param warmUp what is delivered before
 */
record Load(
    IntFunction<List<Arrival>> arrivals,
    Duration leadIn,
    WarmUp warmUp,
    int payloadBytes,
    Span span) {

  boolean counts(Sent sent, long start) {
    return sent.scheduledMicros() - start >= leadIn.toNanos() / 1_000;
  }

  Load withWarmUp(WarmUp other) {
    return new Load(arrivals, leadIn, other, payloadBytes, span);
  }

  Load withArrivals(IntFunction<List<Arrival>> others) {
    return new Load(others, leadIn, warmUp, payloadBytes, span);
  }

  /** The same events, with less before the first that counts. */
  Load withLeadIn(Duration shorter) {
    long less = leadIn.minus(shorter).toNanos() / 1_000;
    return new Load(
        turn ->
            arrivals.apply(turn).stream()
                .filter(arrival -> arrival.atMicros() >= less)
                .map(arrival -> new Arrival(arrival.atMicros() - less, arrival.organization()))
                .toList(),
        shorter,
        warmUp,
        payloadBytes,
        span);
  }
}
