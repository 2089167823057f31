package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.deliver.Attempt;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.FailurePolicy.Stop;
import dev.signalbox.relay.drain.FailurePolicy.Verdict;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.settle.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10));

  private final FailurePolicy policy = new FailurePolicy(BACKOFF, new Longest());

  @Test
  void anAcceptedEventIsSettled() {
    Verdict verdict = judge(attempt(1, 0, new DeliveryOutcome.Accepted("msg_1", true)));
    assertThat(verdict.settlement().accepted())
        .containsExactly(new Settlement.Accepted(1, "msg_1", true));
    assertThat(verdict.undelivered()).isEmpty();
    assertThat(verdict.stop()).isEmpty();
  }

  @Test
  void aRejectedEventIsBuriedAndBlocksNothing() {
    Verdict verdict = judge(attempt(1, 0, new DeliveryOutcome.Rejected(422, "why", "said")));
    assertThat(verdict.settlement())
        .isEqualTo(
            new Settlement(
                List.of(), List.of(), List.of(new Settlement.Buried(1, 422, "why", "said"))));
    assertThat(verdict.undelivered()).isEmpty();
    assertThat(verdict.stop()).isEmpty();
  }

  @Test
  void aFailedEventWaitsByItsOwnCountAndBlocksItsKey() {
    Attempt fresh = attempt(1, 0, new DeliveryOutcome.Failed("500", "said"));
    Attempt old = attempt(2, 3, new DeliveryOutcome.Failed("503", ""));
    Verdict verdict = judge(fresh, old);
    assertThat(verdict.settlement().postponed())
        .containsExactly(
            new Settlement.Postponed(1, Duration.ofSeconds(5), "500", "said"),
            new Settlement.Postponed(2, Duration.ofSeconds(40), "503", ""));
    assertThat(verdict.undelivered()).containsExactly(fresh.event(), old.event());
    assertThat(verdict.stop()).isEmpty();
  }

  @Test
  void whatIsTheDestinationsFaultStopsAndBlamesNoEvent() {
    assertStop(Obstacle.THROTTLED, throttled(Optional.empty()));
    assertStop(Obstacle.UNAUTHORIZED, new DeliveryOutcome.Unauthorized("why"));
    assertStop(Obstacle.REFUSED, new DeliveryOutcome.Misconfigured("why"));
    assertStop(Obstacle.UNREACHABLE, new DeliveryOutcome.Unreachable("why"));
  }

  private void assertStop(Obstacle obstacle, DeliveryOutcome outcome) {
    Verdict verdict = policy.judge(List.of(attempt(1, 0, outcome)), 2);
    assertThat(verdict.settlement().isEmpty()).isTrue();
    assertThat(verdict.undelivered()).isEmpty();
    assertThat(verdict.stop()).contains(new Stop(obstacle, Duration.ofSeconds(20), "why"));
  }

  @Test
  void aDestinationMayAskForMoreThanTheBackoffButNotForLess() {
    assertThat(pause(Duration.ofSeconds(90))).isEqualTo(Duration.ofSeconds(90));
    assertThat(pause(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(5));
    assertThat(pause(Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
    assertThat(pause(Duration.ofSeconds(-7))).isEqualTo(Duration.ofSeconds(5));
    assertThat(pause(Duration.ofDays(400))).isEqualTo(FailurePolicy.LONGEST_ASKED);
    assertThat(pause(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(FailurePolicy.LONGEST_ASKED);
  }

  @Test
  void theLongestStopWins() {
    Verdict verdict =
        judge(
            attempt(1, 0, new DeliveryOutcome.Unreachable("refused")),
            attempt(2, 0, throttled(Optional.of(Duration.ofSeconds(60)))),
            attempt(3, 0, throttled(Optional.of(Duration.ofSeconds(30)))));
    assertThat(verdict.stop())
        .contains(new Stop(Obstacle.THROTTLED, Duration.ofSeconds(60), "why"));
  }

  /** With one draw per event, a batch of many would always wait for nearly the whole bound. */
  @Test
  void aBatchDrawsOnePauseHoweverManySayStop() {
    List<Attempt> attempts = new ArrayList<>();
    for (long id = 1; id <= 16; id++) {
      attempts.add(attempt(id, 0, new DeliveryOutcome.Unreachable("why " + id)));
    }
    assertThat(new FailurePolicy(BACKOFF, new Rising()).judge(attempts, 0).stop())
        .contains(new Stop(Obstacle.UNREACHABLE, Duration.ofMillis(1), "why 1"));
  }

  @Test
  void theOrderOfTheAttemptsDoesNotMatter() {
    long seed = System.nanoTime();
    System.out.println("FailurePolicyTest seed " + seed);
    List<Attempt> attempts = new ArrayList<>();
    for (long id = 1; id <= 30; id++) {
      attempts.add(attempt(id, (int) id % 4, outcome(id)));
    }
    Verdict expected = policy.judge(attempts, 1);
    assertThat(expected.undelivered()).extracting(PendingEvent::id).isSorted().isNotEmpty();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(attempts, random);
      assertThat(policy.judge(attempts, 1)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static DeliveryOutcome outcome(long id) {
    return switch ((int) id % 6) {
      case 0 -> new DeliveryOutcome.Accepted("msg_" + id, false);
      case 1 -> new DeliveryOutcome.Rejected(400, "why", "");
      case 2 -> new DeliveryOutcome.Failed("why", "");
      case 3 -> throttled(Optional.of(Duration.ofSeconds(20 + id)));
      case 4 -> new DeliveryOutcome.Misconfigured("misconfigured");
      default -> new DeliveryOutcome.Unreachable("unreachable");
    };
  }

  private Duration pause(Duration asked) {
    return judge(attempt(1, 0, throttled(Optional.of(asked)))).stop().orElseThrow().pause();
  }

  private Verdict judge(Attempt... attempts) {
    return policy.judge(List.of(attempts), 0);
  }

  private static DeliveryOutcome throttled(Optional<Duration> retryAfter) {
    return new DeliveryOutcome.Throttled("why", retryAfter);
  }

  private static Attempt attempt(long id, int attempts, DeliveryOutcome outcome) {
    return new Attempt(
        new PendingEvent(id, new UUID(0, id), "order.paid", "{}", null, List.of(), attempts),
        outcome);
  }

  /** Always draws the longest delay. */
  private static final class Longest implements RandomGenerator {
    @Override
    public long nextLong() {
      throw new UnsupportedOperationException("A draw without a bound.");
    }

    @Override
    public long nextLong(long bound) {
      return bound - 1;
    }
  }

  /** Each draw is longer than the one before. */
  private static final class Rising implements RandomGenerator {
    private long next;

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException("A draw without a bound.");
    }

    @Override
    public long nextLong(long bound) {
      return Math.min(next++, bound - 1);
    }
  }
}
