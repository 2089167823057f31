package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.Attempt;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.DeliveryOutcome.Misconfigured;
import dev.signalbox.relay.deliver.DeliveryOutcome.Rejected;
import dev.signalbox.relay.deliver.DeliveryOutcome.Throttled;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unauthorized;
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

  /** A destination that asks for more than this is asked again after it. */
  static final Duration LONGEST_ASKED = Duration.ofHours(1);

  private final Backoff backoff;
  private final RandomGenerator random;

  @Inject
  FailurePolicy(Backoff backoff, RandomGenerator random) {
    this.backoff = backoff;
    this.random = random;
  }

  /**
   * Judges a batch. The pause of a stop is the backoff's, or longer where the destination asks for
   * more: an answer such as {@code Retry-After: 0} must not make a hot loop.
   *
   * @param setbacks how often in a row the destination has stopped a slice before
   */
  Verdict judge(List<Attempt> attempts, int setbacks) {
    List<Settlement.Accepted> accepted = new ArrayList<>();
    List<Settlement.Postponed> postponed = new ArrayList<>();
    List<Settlement.Buried> buried = new ArrayList<>();
    List<PendingEvent> undelivered = new ArrayList<>();
    Duration pause = backoff.after(setbacks, random);
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
        case Throttled t -> {
          Duration asked = longer(pause, t.retryAfter());
          stop = longer(stop, new Stop(Obstacle.THROTTLED, asked, t.reason()));
        }
        case Unauthorized u ->
            stop = longer(stop, new Stop(Obstacle.UNAUTHORIZED, pause, u.reason()));
        case Misconfigured m -> stop = longer(stop, new Stop(Obstacle.REFUSED, pause, m.reason()));
        case Unreachable u ->
            stop = longer(stop, new Stop(Obstacle.UNREACHABLE, pause, u.reason()));
      }
    }
    return new Verdict(new Settlement(accepted, postponed, buried), undelivered, stop);
  }

  private static List<Attempt> inIdOrder(List<Attempt> attempts) {
    return attempts.stream()
        .sorted(Comparator.comparingLong(attempt -> attempt.event().id()))
        .toList();
  }

  private static Duration longer(Duration pause, Optional<Duration> asked) {
    return asked
        .map(duration -> duration.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : duration)
        .filter(duration -> duration.compareTo(pause) > 0)
        .orElse(pause);
  }

  private static Optional<Stop> longer(Optional<Stop> stop, Stop other) {
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
   * @param obstacle what is in the way
   * @param pause until the next look
   * @param reason safe for logs and Temporal's history
   */
  record Stop(Obstacle obstacle, Duration pause, String reason) {}
}
