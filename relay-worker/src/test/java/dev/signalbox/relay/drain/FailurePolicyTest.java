package dev.signalbox.relay.drain;

import static dev.signalbox.relay.drain.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.deliver.Attempt;
import dev.signalbox.relay.deliver.Defect;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DestinationHealth;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.FailurePolicy.Stop;
import dev.signalbox.relay.drain.FailurePolicy.Verdict;
import dev.signalbox.relay.organization.DeadKeyPolicy;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.settle.ErrorClass;
import dev.signalbox.relay.settle.Settlement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10));

  private static final DeliveryOutcome ACCEPTED = new DeliveryOutcome.Accepted("msg_1", false);
  private static final RetryPolicy USUAL = new RetryPolicy(5, Duration.ofHours(1), BACKOFF);

  private final DestinationHealth health = new DestinationHealth(System::nanoTime);
  private final FailurePolicy policy =
      new FailurePolicy(BACKOFF, type -> USUAL, health, new Longest());

  @Test
  void anAcceptedEventIsSettled() throws SQLException {
    Verdict verdict = judge(attempt(1, 0, new DeliveryOutcome.Accepted("msg_1", true)));
    assertThat(verdict.settlement().accepted())
        .containsExactly(new Settlement.Accepted(row(1), "msg_1", true));
    assertThat(verdict.undelivered()).isEmpty();
    assertThat(verdict.stop()).isEmpty();
  }

  @Test
  void aRejectedEventIsBuriedAndBlocksNothing() throws SQLException {
    Verdict verdict = judge(attempt(1, 0, new DeliveryOutcome.Rejected(422, "why", "said")));
    assertThat(verdict.settlement())
        .isEqualTo(
            new Settlement(
                List.of(),
                List.of(),
                List.of(
                    new Settlement.Buried(
                        row(1), ErrorClass.REJECTED, false, 422, "why", "said"))));
    assertThat(verdict.undelivered()).isEmpty();
    assertThat(verdict.stop()).isEmpty();
  }

  @Test
  void aFailedEventWaitsByItsOwnCountAndBlocksItsKey() throws SQLException {
    health.note(ACCEPTED);
    Attempt fresh = attempt(1, 0, new DeliveryOutcome.Failed(500, "500", "said"));
    Attempt old = attempt(2, 3, new DeliveryOutcome.Failed(503, "503", ""));
    Verdict verdict = judge(fresh, old);
    assertThat(verdict.settlement().postponed())
        .containsExactly(
            new Settlement.Postponed(row(1), Duration.ofSeconds(5), "500", "said"),
            new Settlement.Postponed(row(2), Duration.ofSeconds(40), "503", ""));
    assertThat(verdict.undelivered()).containsExactly(fresh.event(), old.event());
    assertThat(verdict.stop()).isEmpty();
  }

  @Test
  void aFailureWithoutAnyAcceptanceIsTheDestinations() throws SQLException {
    assertStop(Obstacle.UNREACHABLE, new DeliveryOutcome.Failed(503, "why", ""));
    assertStop(Obstacle.UNREACHABLE, new DeliveryOutcome.Failed("why"));
  }

  @Test
  void aPauseThatAServerErrorAsksForIsGranted() throws SQLException {
    DeliveryOutcome overloaded =
        new DeliveryOutcome.Failed(503, "503", "", Optional.of(Duration.ofMinutes(2)));
    Verdict outage = judge(attempt(1, 0, overloaded));
    assertThat(outage.stop()).hasValueSatisfying(stop -> assertThat(stop.pause()).hasMinutes(2));

    health.note(ACCEPTED);
    assertThat(judge(attempt(1, 0, overloaded)).settlement().postponed())
        .extracting(Settlement.Postponed::delay)
        .containsExactly(Duration.ofMinutes(2));
  }

  @Test
  void aDuplicateIsNoAcceptance() throws SQLException {
    Verdict verdict =
        judge(
            attempt(1, 0, new DeliveryOutcome.Accepted("msg_1", true)),
            attempt(2, 0, new DeliveryOutcome.Failed("why")));
    assertThat(verdict.settlement().accepted()).hasSize(1);
    assertThat(verdict.settlement().postponed()).isEmpty();
    assertThat(verdict.stop()).isPresent();
  }

  @Test
  void aFailureBesideAnAcceptanceOfTheSameBatchIsTheEvents() throws SQLException {
    Verdict verdict =
        judge(attempt(1, 0, new DeliveryOutcome.Failed("why")), attempt(2, 0, ACCEPTED));
    assertThat(verdict.settlement().postponed()).hasSize(1);
    assertThat(verdict.stop()).isEmpty();
  }

  @Test
  void anOutageThatBeganDuringTheBatchStopsTheSliceToo() throws SQLException {
    Verdict verdict =
        judge(
            attempt(1, 0, ACCEPTED),
            attempt(2, 0, new DeliveryOutcome.Failed("why")),
            attempt(3, 0, new DeliveryOutcome.Unreachable("why")));
    assertThat(verdict.settlement().postponed()).hasSize(1);
    assertThat(verdict.stop()).isPresent();
  }

  @Test
  void theLastAttemptThatATypeIsGrantedKills() throws SQLException {
    health.note(ACCEPTED);
    DeliveryOutcome failed = new DeliveryOutcome.Failed(503, "why", "said");
    assertThat(judge(attempt(1, 3, failed)).settlement().buried()).isEmpty();
    Verdict verdict = judge(attempt(1, 4, failed), attempt(2, Integer.MAX_VALUE, failed));
    assertThat(verdict.settlement().buried())
        .containsExactly(
            new Settlement.Buried(row(1), ErrorClass.EXHAUSTED, false, 503, "why", "said"),
            new Settlement.Buried(row(2), ErrorClass.EXHAUSTED, false, 503, "why", "said"));
    assertThat(verdict.undelivered()).as("those behind it were not tried").hasSize(2);
    assertThat(verdict.settlement().postponed()).isEmpty();
  }

  @Test
  void anEventThatHasWaitedTooLongDiesButNotBeforeItsThirdAttempt() throws SQLException {
    health.note(ACCEPTED);
    assertThat(buriedAfter(2, Duration.ofHours(1).minusSeconds(1))).isEmpty();
    assertThat(buriedAfter(1, Duration.ofDays(9))).isEmpty();
    assertThat(buriedAfter(2, Duration.ofHours(1)))
        .containsExactly(new Settlement.Buried(row(1), ErrorClass.EXHAUSTED, false, 0, "why", ""));
  }

  private List<Settlement.Buried> buriedAfter(int attempts, Duration age) throws SQLException {
    PendingEvent event =
        new PendingEvent(
            1, new UUID(0, 1), "order.paid", "{}", null, List.of(), attempts, age, false, null);
    return judge(new Attempt(event, new DeliveryOutcome.Failed("why"))).settlement().buried();
  }

  @Test
  void whatIsWrongWithAnEventIsTheClassOfItsLetter() throws SQLException {
    assertThat(classOf(new Defect(Defect.Kind.POISON, "why"), 0)).isEqualTo(ErrorClass.POISON);
    assertThat(classOf(new Defect(Defect.Kind.DAMAGED, "why"), 0)).isEqualTo(ErrorClass.DAMAGED);
    assertThat(classOf(null, 0)).isEqualTo(ErrorClass.DAMAGED);
    assertThat(classOf(null, 413)).isEqualTo(ErrorClass.REJECTED);
  }

  private ErrorClass classOf(@Nullable Defect defect, int status) throws SQLException {
    PendingEvent event =
        new PendingEvent(
            1,
            new UUID(0, 1),
            "order.paid",
            "{}",
            null,
            List.of(),
            0,
            Duration.ZERO,
            false,
            defect);
    return judge(new Attempt(event, new DeliveryOutcome.Rejected(status, "why", "")))
        .settlement()
        .buried()
        .getFirst()
        .errorClass();
  }

  @Test
  void aDeathParksItsKeyWhereTheOrganizationWantsThat() throws SQLException {
    DeliveryOutcome rejected = new DeliveryOutcome.Rejected(422, "why", "");
    PendingEvent keyed =
        new PendingEvent(1, new UUID(0, 1), "order.paid", "{}", "key", List.of(), 0);
    List<Attempt> attempts = List.of(new Attempt(keyed, rejected), attempt(2, 0, rejected));

    Verdict parked = policy.judge(attempts, DeadKeyPolicy.PARK, 0);
    assertThat(parked.parkedKeys()).containsExactly("key");
    assertThat(parked.settlement().buried())
        .extracting(Settlement.Buried::parks)
        .containsExactly(true, false);
    assertThat(policy.judge(attempts, DeadKeyPolicy.CONTINUE, 0).parkedKeys()).isEmpty();
  }

  @Test
  void whatIsTheDestinationsFaultStopsAndBlamesNoEvent() throws SQLException {
    assertStop(Obstacle.THROTTLED, throttled(Optional.empty()));
    assertStop(Obstacle.UNAUTHORIZED, new DeliveryOutcome.Unauthorized("why"));
    assertStop(Obstacle.REFUSED, new DeliveryOutcome.Misconfigured("why"));
    assertStop(Obstacle.UNREACHABLE, new DeliveryOutcome.Unreachable("why"));
  }

  private void assertStop(Obstacle obstacle, DeliveryOutcome outcome) throws SQLException {
    Verdict verdict = policy.judge(List.of(attempt(1, 0, outcome)), DeadKeyPolicy.CONTINUE, 2);
    assertThat(verdict.settlement().isEmpty()).isTrue();
    assertThat(verdict.undelivered()).isEmpty();
    assertThat(verdict.stop()).contains(new Stop(obstacle, Duration.ofSeconds(20), "why"));
  }

  @Test
  void aDestinationMayAskForMoreThanTheBackoffButNotForLess() throws SQLException {
    assertThat(pause(Duration.ofSeconds(90))).isEqualTo(Duration.ofSeconds(90));
    assertThat(pause(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(5));
    assertThat(pause(Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
    assertThat(pause(Duration.ofSeconds(-7))).isEqualTo(Duration.ofSeconds(5));
    assertThat(pause(Duration.ofDays(400))).isEqualTo(FailurePolicy.LONGEST_ASKED);
    assertThat(pause(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(FailurePolicy.LONGEST_ASKED);
  }

  @Test
  void theLongestStopWins() throws SQLException {
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
  void aBatchDrawsOnePauseHoweverManySayStop() throws SQLException {
    List<Attempt> attempts = new ArrayList<>();
    for (long id = 1; id <= 16; id++) {
      attempts.add(attempt(id, 0, new DeliveryOutcome.Unreachable("why " + id)));
    }
    assertThat(
            new FailurePolicy(BACKOFF, type -> USUAL, health, new Rising())
                .judge(attempts, DeadKeyPolicy.CONTINUE, 0)
                .stop())
        .contains(new Stop(Obstacle.UNREACHABLE, Duration.ofMillis(1), "why 1"));
  }

  @Test
  void theOrderOfTheAttemptsDoesNotMatter() throws SQLException {
    long seed = System.nanoTime();
    System.out.println("FailurePolicyTest seed " + seed);
    List<Attempt> attempts = new ArrayList<>();
    for (long id = 1; id <= 30; id++) {
      attempts.add(attempt(id, (int) id % 4, outcome(id)));
    }
    Verdict expected = policy.judge(attempts, DeadKeyPolicy.CONTINUE, 1);
    assertThat(expected.undelivered()).extracting(PendingEvent::id).isSorted().isNotEmpty();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(attempts, random);
      assertThat(policy.judge(attempts, DeadKeyPolicy.CONTINUE, 1))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  private static DeliveryOutcome outcome(long id) {
    return switch ((int) id % 6) {
      case 0 -> new DeliveryOutcome.Accepted("msg_" + id, false);
      case 1 -> new DeliveryOutcome.Rejected(400, "why", "");
      case 2 -> new DeliveryOutcome.Failed("why");
      case 3 -> throttled(Optional.of(Duration.ofSeconds(20 + id)));
      case 4 -> new DeliveryOutcome.Misconfigured("misconfigured");
      default -> new DeliveryOutcome.Unreachable("unreachable");
    };
  }

  private Duration pause(Duration asked) throws SQLException {
    return judge(attempt(1, 0, throttled(Optional.of(asked)))).stop().orElseThrow().pause();
  }

  private Verdict judge(Attempt... attempts) throws SQLException {
    return policy.judge(List.of(attempts), DeadKeyPolicy.CONTINUE, 0);
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
