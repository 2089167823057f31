package dev.signalbox.bench.sick;

import dev.signalbox.outbox.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was appended, and when it was due. Safe for use by several threads. */
final class Sent {

  private final Map<String, Due> events = new ConcurrentHashMap<>();
  private final long startNanos = System.nanoTime();
  private final Instant start = Instant.now();
  private volatile Instant recovered = Instant.MAX;

  /** An event. */
  record Due(String organization, Instant at) {}

  void add(EventId id, String organization, long scheduled) {
    events.put(id.toString(), new Due(organization, start.plus(sinceStart(scheduled))));
  }

  Duration sinceStart(long scheduled) {
    return Duration.ofNanos(scheduled - startNanos);
  }

  /** The faults have ended just now. */
  void recovered() {
    recovered = Instant.now();
  }

  Instant start() {
    return start;
  }

  /** When the faults ended; {@link Instant#MAX} before that. */
  Instant recovery() {
    return recovered;
  }

  /** By event id. */
  Map<String, Due> events() {
    return Map.copyOf(events);
  }
}
