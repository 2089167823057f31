package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.Attempt;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.DeliveryOutcome.Misconfigured;
import dev.signalbox.relay.deliver.DeliveryOutcome.Rejected;
import dev.signalbox.relay.deliver.DeliveryOutcome.Throttled;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unreachable;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.settle.Settlement;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides what the ending of a delivery means: for the event (it is settled) or for the destination
 * (the slice stops and no event is blamed).
 */
final class FailurePolicy {

  private final Backoff backoff;
  private final RandomGenerator random;

  @Inject
  FailurePolicy(Backoff backoff, RandomGenerator random) {
    this.backoff = backoff;
    this.random = random;
  }

  /**
   * Judges a batch.
   *
   * @param setbacks how often in a row the destination has stopped a slice before
   */
  Verdict judge(List<Attempt> attempts, int setbacks) {
    List<Settlement.Accepted> accepted = new ArrayList<>();
    List<Settlement.Postponed> postponed = new ArrayList<>();
    List<Settlement.Buried> buried = new ArrayList<>();
    List<PendingEvent> undelivered = new ArrayList<>();
    Optional<Stop> stop = Optional.empty();
    for (Attempt attempt : inIdOrder(attempts)) {
      PendingEvent event = attempt.event();
      switch (attempt.outcome()) {
        case Accepted a ->
            accepted.add(new Settlement.Accepted(event.id(), a.messageId(), a.duplicate()));
        case Rejected r ->
            buried.add(new Settlement.Buried(event.id(), r.status(), r.reason(), r.response()));
        case Failed f -> {
          undelivered.add(event);
          Duration delay = backoff.after(event.attempts(), random);
          postponed.add(new Settlement.Postponed(event.id(), delay, f.reason(), f.response()));
        }
        case Throttled t -> stop = longer(stop, t.reason(), t.retryAfter(), setbacks);
        case Misconfigured m -> stop = longer(stop, m.reason(), Optional.empty(), setbacks);
        case Unreachable u -> stop = longer(stop, u.reason(), Optional.empty(), setbacks);
      }
    }
    return new Verdict(new Settlement(accepted, postponed, buried), undelivered, stop);
  }

  /** The pause of an organization that is held. */
  Stop hold(String reason, int setbacks) {
    return new Stop(backoff.after(setbacks, random), reason);
  }

  private static List<Attempt> inIdOrder(List<Attempt> attempts) {
    return attempts.stream()
        .sorted(Comparator.comparingLong(attempt -> attempt.event().id()))
        .toList();
  }

  private Optional<Stop> longer(
      Optional<Stop> stop, String reason, Optional<Duration> asked, int setbacks) {
    Stop other = new Stop(asked.orElseGet(() -> backoff.after(setbacks, random)), reason);
    return stop.filter(first -> first.pause().compareTo(other.pause()) >= 0)
        .or(() -> Optional.of(other));
  }

  /**
   * What a batch came to.
   *
   * @param settlement to be written down
   * @param undelivered events that stay and block their ordering key
   * @param stop why the slice must end, if it must
   */
  record Verdict(Settlement settlement, List<PendingEvent> undelivered, Optional<Stop> stop) {}

  /**
   * The destination takes nothing for a while.
   *
   * @param pause until the next look
   * @param reason safe for logs and Temporal's history
   */
  record Stop(Duration pause, String reason) {}
}
