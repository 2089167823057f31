package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.FailurePolicy.Stop;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.lease.Paces;
import dev.signalbox.relay.lease.Paces.Grant;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How fast one slice may deliver. Without a limit it asks nobody. Not thread-safe: used by the
 * slice's own thread.
 */
final class Pace {

  /** A slice waits so long for its next deliveries, at most, rather than to end. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** A wait is worth this much of the rate, or one delivery. */
  private static final Duration WORTH_A_BATCH = Duration.ofMillis(250);

  private final Paces paces;
  private final Lease lease;
  private final double rate;
  private Duration untilFull = Duration.ZERO;
  private boolean spent;

  /**
   * The pace of the lease's organization.
   *
   * @param rate deliveries a second; infinite: no limit
   */
  Pace(Paces paces, Lease lease, double rate) {
    this.paces = paces;
    this.lease = lease;
    this.rate = rate;
  }

  /** Whether there is no limit. */
  boolean isUnlimited() {
    return rate == Double.POSITIVE_INFINITY;
  }

  /**
   * Which of the events may go now; empty when the lease is lost.
   *
   * @param setbacks of the organization in a row
   */
  Optional<List<PendingEvent>> grant(List<PendingEvent> batch, int setbacks) throws SQLException {
    if (isUnlimited()) {
      return Optional.of(batch);
    }
    Optional<Grant> grant = paces.grant(lease, rate, batch.size());
    grant.ifPresent(granted -> note(granted, batch.size()));
    return grant.map(granted -> choose(batch, granted.deliveries(), setbacks));
  }

  /** After a setback the first may be what fails: then any that may go first in its key. */
  private static List<PendingEvent> choose(List<PendingEvent> batch, int count, int setbacks) {
    if (count >= batch.size() || setbacks == 0) {
      return batch.subList(0, Math.min(count, batch.size()));
    }
    Set<String> keys = new HashSet<>();
    List<PendingEvent> first = new ArrayList<>(batch);
    first.removeIf(event -> event.orderingKey() != null && !keys.add(event.orderingKey()));
    Collections.shuffle(first);
    return first.subList(0, Math.min(count, first.size()));
  }

  private void note(Grant grant, int events) {
    untilFull = grant.untilFull();
    spent = grant.deliveries() < events;
  }

  /** Whether some of the events of the last grant must wait. */
  boolean isSpent() {
    return spent;
  }

  /** Events that are worth reading at once, of so many. */
  int most(int events) {
    return (int) Math.min(events, Math.max(1, rate));
  }

  /** Until it is worth to ask again. */
  Duration untilNext() {
    Duration next = Duration.ofNanos((long) Math.ceil(Math.min(1e9 / rate, Long.MAX_VALUE)));
    Duration worth = next.compareTo(WORTH_A_BATCH) > 0 ? next : WORTH_A_BATCH;
    return worth.compareTo(untilFull) < 0 ? worth : untilFull;
  }

  /** The rest after which there is a full second's worth again, or one delivery. */
  Stop stop() {
    return new Stop(
        Obstacle.OWN_LIMIT,
        untilFull,
        "Its rate limit is %s deliveries a second.".formatted((float) rate));
  }
}
