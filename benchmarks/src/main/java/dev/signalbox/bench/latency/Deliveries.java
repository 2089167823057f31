package dev.signalbox.bench.latency;

import dev.signalbox.bench.stub.Delivery;
import dev.signalbox.bench.stub.Stub;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the stub has noted in a turn: of each event, its first delivery. Used by one thread. */
final class Deliveries {

  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  private final Stub stub;
  private final Map<String, Delivery> byId = new HashMap<>();

  /** Forgets what was noted before. */
  Deliveries(Stub stub) throws IOException {
    this.stub = stub;
    stub.takeJournal();
  }

  /** All that are noted by now. */
  Collection<Delivery> all() throws IOException {
    look();
    return byId.values();
  }

  Delivery of(Sent sent) {
    Delivery delivery = byId.get(sent.event().id());
    if (delivery == null) {
      throw new IllegalStateException("Event %s is awaited first.".formatted(sent.event().id()));
    }
    return delivery;
  }

  /**
   * Returns when all of them are delivered.
   *
   * @throws IllegalStateException when that takes longer
   */
  void await(Collection<String> ids, Duration patience) throws IOException, InterruptedException {
    Set<String> missing = new HashSet<>(ids);
    long end = WallClock.micros() + patience.toMillis() * 1_000;
    missing.removeAll(byId.keySet());
    while (!missing.isEmpty()) {
      if (WallClock.micros() > end) {
        throw new IllegalStateException(
            "%d of %d events are not delivered after %s."
                .formatted(missing.size(), ids.size(), patience));
      }
      WallClock.await(WallClock.micros() + LOOK_EVERY.toMillis() * 1_000);
      look();
      missing.removeAll(byId.keySet());
    }
  }

  private void look() throws IOException {
    for (Delivery delivery : stub.takeJournal()) {
      byId.merge(
          delivery.id(),
          delivery,
          (one, other) -> one.firstByteMicros() <= other.firstByteMicros() ? one : other);
    }
  }
}
