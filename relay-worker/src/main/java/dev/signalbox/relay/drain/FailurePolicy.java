package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.Attempt;
import dev.signalbox.relay.deliver.Defect;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.DeliveryOutcome.Misconfigured;
import dev.signalbox.relay.deliver.DeliveryOutcome.Rejected;
import dev.signalbox.relay.deliver.DeliveryOutcome.Throttled;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unauthorized;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unreachable;
import dev.signalbox.relay.deliver.DestinationHealth;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.organization.DeadKeyPolicy;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.settle.ErrorClass;
import dev.signalbox.relay.settle.Settlement;
import dev.signalbox.relay.settle.Settlement.RowId;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Decides what the ending of a delivery means: for the event (it is settled) or for the destination
 * (the slice stops and no event is blamed).
 *
 * <p>A failure (5xx, time-out, cut connection) is the event's where the destination has accepted
 * another one at about that time, in the same batch or for whatever organization of this worker;
 * else it is the destination's.
 */
final class FailurePolicy {

  /** A destination that asks for more than this is asked again after it. */
  static final Duration LONGEST_ASKED = Duration.ofHours(1);

  private final Backoff backoff;
  private final RetryPolicies policies;
  private final DestinationHealth health;
  private final RandomGenerator random;

  @Inject
  FailurePolicy(
      Backoff backoff, RetryPolicies policies, DestinationHealth health, RandomGenerator random) {
    this.backoff = backoff;
    this.policies = policies;
    this.health = health;
    this.random = random;
  }

  /**
   * Judges a batch. The pause of a stop is the backoff's, or longer where the destination asks for
   * more: an answer such as {@code Retry-After: 0} must not make a hot loop.
   *
   * @param setbacks how often in a row the destination has stopped a slice before
   * @throws SQLException when it cannot be read how often an event may fail
   */
  Verdict judge(List<Attempt> attempts, DeadKeyPolicy deadKeys, int setbacks) throws SQLException {
    Judgement judgement =
        new Judgement(isEventsFault(attempts), deadKeys, backoff.after(setbacks, random));
    for (Attempt attempt : inIdOrder(attempts)) {
      judgement.add(attempt);
    }
    return judgement.verdict();
  }

  private boolean isEventsFault(List<Attempt> attempts) {
    return health.isAccepting()
        || attempts.stream()
            .map(Attempt::outcome)
            .anyMatch(outcome -> outcome instanceof Accepted a && !a.duplicate());
  }

  private static List<Attempt> inIdOrder(List<Attempt> attempts) {
    return attempts.stream()
        .sorted(Comparator.comparingLong(attempt -> attempt.event().id()))
        .toList();
  }

  /** One batch, ending by ending. */
  private final class Judgement {
    private final boolean eventsFault;
    private final DeadKeyPolicy deadKeys;
    private final Duration pause;
    private final List<Settlement.Accepted> accepted = new ArrayList<>();
    private final List<Settlement.Postponed> postponed = new ArrayList<>();
    private final List<Settlement.Buried> buried = new ArrayList<>();
    private final List<PendingEvent> undelivered = new ArrayList<>();
    private final Set<String> parkedKeys = new HashSet<>();
    private Optional<Stop> stop = Optional.empty();

    Judgement(boolean eventsFault, DeadKeyPolicy deadKeys, Duration pause) {
      this.eventsFault = eventsFault;
      this.deadKeys = deadKeys;
      this.pause = pause;
    }

    void add(Attempt attempt) throws SQLException {
      PendingEvent event = attempt.event();
      switch (attempt.outcome()) {
        case Accepted a ->
            accepted.add(new Settlement.Accepted(RowId.of(event), a.messageId(), a.duplicate()));
        case Rejected r -> bury(event, errorClass(event, r), r.status(), r.reason(), r.response());
        case Failed f -> fail(event, f);
        case Throttled t -> stop(Obstacle.THROTTLED, longer(pause, t.retryAfter()), t.reason());
        case Unauthorized u -> stop(Obstacle.UNAUTHORIZED, pause, u.reason());
        case Misconfigured m -> stop(Obstacle.REFUSED, pause, m.reason());
        case Unreachable u -> stop(Obstacle.UNREACHABLE, pause, u.reason());
      }
    }

    private void fail(PendingEvent event, Failed failed) throws SQLException {
      if (!eventsFault) {
        stop(Obstacle.UNREACHABLE, longer(pause, failed.retryAfter()), failed.reason());
        return;
      }
      undelivered.add(event); // also one that dies: those behind it in this batch were not tried
      RetryPolicy policy = policies.of(event.eventType());
      if (policy.isExhaustedBy(event)) {
        bury(event, ErrorClass.EXHAUSTED, failed.status(), failed.reason(), failed.response());
      } else {
        Duration delay =
            longer(policy.backoff().after(event.attempts(), random), failed.retryAfter());
        postponed.add(
            new Settlement.Postponed(RowId.of(event), delay, failed.reason(), failed.response()));
      }
    }

    private void bury(
        PendingEvent event, ErrorClass errorClass, int status, String reason, String response) {
      boolean parks = deadKeys == DeadKeyPolicy.PARK && event.orderingKey() != null;
      if (parks) {
        parkedKeys.add(event.orderingKey());
      }
      buried.add(
          new Settlement.Buried(RowId.of(event), errorClass, parks, status, reason, response));
    }

    private void stop(Obstacle obstacle, Duration until, String reason) {
      stop = longest(stop, new Stop(obstacle, until, reason));
    }

    Verdict verdict() {
      return new Verdict(
          new Settlement(accepted, postponed, buried), undelivered, parkedKeys, stop);
    }
  }

  /** Without a status nothing was sent, because there is no such request. */
  private static ErrorClass errorClass(PendingEvent event, Rejected rejected) {
    Defect defect = event.defect();
    if (defect == null) {
      return rejected.status() == 0 ? ErrorClass.DAMAGED : ErrorClass.REJECTED;
    }
    return switch (defect.kind()) {
      case DAMAGED -> ErrorClass.DAMAGED;
      case POISON -> ErrorClass.POISON;
    };
  }

  private static Duration longer(Duration pause, Optional<Duration> asked) {
    return asked
        .map(duration -> duration.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : duration)
        .filter(duration -> duration.compareTo(pause) > 0)
        .orElse(pause);
  }

  private static Optional<Stop> longest(Optional<Stop> stop, Stop other) {
    return stop.filter(first -> first.pause().compareTo(other.pause()) >= 0)
        .or(() -> Optional.of(other));
  }

  /**
   * What a batch came to.
   *
   * @param settlement to be written down
   * @param undelivered events that block their ordering key for the rest of the slice
   * @param parkedKeys ordering keys of which nothing goes any more
   * @param stop why the slice must end, if it must
   */
  record Verdict(
      Settlement settlement,
      List<PendingEvent> undelivered,
      Set<String> parkedKeys,
      Optional<Stop> stop) {

    /** Nothing was tried. */
    static final Verdict NOTHING = of(List.of());

    /** These are given up, and nothing was tried. */
    static Verdict of(List<Settlement.Buried> buried) {
      return new Verdict(
          new Settlement(List.of(), List.of(), buried), List.of(), Set.of(), Optional.empty());
    }
  }

  /**
   * The destination takes nothing for a while.
   *
   * @param obstacle what is in the way
   * @param pause until the next look
   * @param reason safe for logs and Temporal's history
   */
  record Stop(Obstacle obstacle, Duration pause, String reason) {}
}
