package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What failures cost, and whom. */
class FailureIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final Failed BROKEN = new Failed(500, "Svix answered 500", "oops");

  private static final String LETTER =
      "SELECT error_class || ' ' || coalesce(status, 0) || ' ' || response || ' ' || attempts || '"
          + " ' || (first_refused_at IS NOT NULL) || ' ' || parked FROM signalbox.dead_letter WHERE"
          + " organization_id = ?";

  private SliceBench bench;

  @BeforeEach
  void bench() {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
  }

  @Test
  void anOutageCostsNoEventAnAttemptAndFewCalls() throws Exception {
    List<UUID> ids = bench.append(50);
    AtomicBoolean down = new AtomicBoolean(true);
    FakeDestination destination =
        new FakeDestination(event -> down.get() ? BROKEN : FakeDestination.accepted());
    DrainSliceComponent relay = bench.relay(destination);
    for (int visit = 1; visit <= 6; visit++) {
      int before = destination.calls();
      SliceResult result = bench.drain(relay, "run", visit, 1);
      assertThat(result.stopped()).isEqualTo("unreachable");
      assertThat(result.lastError()).isEqualTo("Svix answered 500");
      assertThat(result.nextDueMillis()).isPositive();
      assertThat(destination.calls() - before).isLessThanOrEqualTo(8 + 16);
    }
    assertThat(
            bench.number(
                "SELECT count(*) FROM signalbox.outbox_event WHERE organization_id = ?"
                    + " AND attempts = 0 AND next_attempt_at IS NULL AND first_refused_at IS NULL"))
        .isEqualTo(50);

    down.set(false);
    bench.drainAll(relay);
    assertThat(destination.storedIds()).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void aSingleEventIsNotBlamedForAnOutageEither() throws Exception {
    bench.append(1);
    DrainSliceComponent relay = bench.relay(new FakeDestination(event -> BROKEN));
    for (int visit = 1; visit <= 4; visit++) {
      assertThat(bench.drain(relay, "run", visit, 1).stopped()).isEqualTo("unreachable");
    }
    assertThat(attempts()).isEqualTo("0");
  }

  @Test
  void anEventThatAlwaysFailsAloneDiesAloneWhileOthersAreAccepted() throws Exception {
    bench.append("key", "{\"broken\":1}");
    UUID next = bench.append("key", "{\"n\":2}");
    SliceBench other = new SliceBench(SIGNALBOX.database().dataSource());
    FakeDestination destination = new FakeDestination(FailureIT::brokenOrAccepted);
    DrainSliceComponent relay =
        bench.relay(destination, SliceBench.settings(new RetryLimits(3, Duration.ofDays(1), 3)));

    SliceResult result = null;
    for (int visit = 0; visit < 10_000 && bench.pending() > 0; visit++) {
      other.append(1);
      other.drainAll(relay);
      result = bench.drainAll(relay);
    }

    assertThat(result).isNotNull();
    assertThat(bench.text(LETTER)).isEqualTo("exhausted 500 oops 3 true false");
    assertThat(bench.pending()).isZero();
    assertThat(destination.storedIds()).contains(next);
  }

  @Test
  void timeInWhichAnEventWasNotTriedDoesNotMakeItOlder() throws Exception {
    UUID tooOld = bench.append("a", "{\"broken\":1}");
    UUID paused = bench.append("b", "{\"broken\":2}");
    UUID pausedBefore = bench.append("c", "{\"broken\":3}");
    bench.append(1);
    refusedTwoDaysAgo(tooOld, "now() - interval '1 s'", 0);
    refusedTwoDaysAgo(paused, "now() - interval '47 hours'", 0);
    refusedTwoDaysAgo(pausedBefore, "now() - interval '1 s'", 47 * 3600);

    bench.drainAll(bench.relay(new FakeDestination(FailureIT::brokenOrAccepted)));

    assertThat(
            bench.text(
                "SELECT string_agg(event_id::text || ' ' || error_class, ',')"
                    + " FROM signalbox.dead_letter WHERE organization_id = ?"))
        .isEqualTo(tooOld + " exhausted");
    assertThat(
            bench.text(
                "SELECT string_agg((idle_seconds / 3600)::text || ' ' || attempts, ',')"
                    + " FROM signalbox.outbox_event WHERE organization_id = ?"))
        .isEqualTo("47 6,47 6");
  }

  private void refusedTwoDaysAgo(UUID event, String due, int idleSeconds) throws SQLException {
    bench.update(
        "UPDATE signalbox.outbox_event SET attempts = 5, first_refused_at = now() - interval '2 d',"
            + " idle_seconds = ?, next_attempt_at = "
            + due
            + " WHERE event_id = ?",
        idleSeconds,
        event);
  }

  @Test
  void aRowThatWouldWaitForEverIsRefusedAndOneThatWaitsForAgesIsNoHarm() throws Exception {
    bench.append(1);
    String organization = bench.organization.value();
    String wait =
        "UPDATE signalbox.outbox_event SET next_attempt_at = ?::timestamptz"
            + " WHERE organization_id = ?";

    assertThatThrownBy(() -> bench.update(wait, "infinity", organization))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));
    bench.update(wait, "294276-12-31T23:59:59Z", organization);

    assertThat(bench.drainAll(bench.relay(new FakeDestination())).nextDueMillis())
        .isBetween(Duration.ofDays(29).toMillis(), Duration.ofDays(30).toMillis());
  }

  @Test
  void aRowDamagedByHandIsSettledLikeAnyOther() throws Exception {
    UUID one = bench.append(null, "{\"broken\":1}");
    UUID other = bench.append(null, "{\"broken\":2}");
    bench.append(1);
    bench.update(
        "UPDATE signalbox.outbox_event SET attempts = 2147483647, suspected_kills = -5,"
            + " first_refused_at = '-infinity' WHERE event_id = ?",
        one);
    bench.update(
        "UPDATE signalbox.outbox_event SET attempts = 1, idle_seconds = -2147483648,"
            + " first_refused_at = 'infinity', next_attempt_at = '-infinity' WHERE event_id = ?",
        other);

    bench.drainAll(bench.relay(new FakeDestination(FailureIT::brokenOrAccepted)));

    assertThat(bench.text(LETTER)).isEqualTo("exhausted 500 oops 2147483647 true false");
    assertThat(attempts()).isEqualTo("2");
  }

  @Test
  void aTypeMayHaveLimitsOfItsOwn() throws Exception {
    String type = "special." + UUID.randomUUID();
    UUID special = bench.append(null, "{\"broken\":1}");
    bench.append(null, "{\"broken\":2}");
    bench.append(1);
    bench.update(
        "UPDATE signalbox.outbox_event SET event_type = ? WHERE event_id = ?", type, special);
    bench.update(
        "INSERT INTO signalbox.retry_policy (event_type, max_attempts) VALUES (?, 1)", type);

    bench.drainAll(bench.relay(new FakeDestination(FailureIT::brokenOrAccepted)));

    assertThat(bench.text(LETTER)).isEqualTo("exhausted 500 oops 1 true false");
    assertThat(attempts()).isEqualTo("1");
  }

  @Test
  void aTypesOwnBackoffHoldsWithinWhatCanBe() throws Exception {
    String type = "special." + UUID.randomUUID();
    bench.update(
        "INSERT INTO signalbox.retry_policy (event_type, max_age, backoff_base)"
            + " VALUES (?, '1000000 years', '3 hours')",
        type);
    RetryPolicy policy = bench.relay(new FakeDestination()).retryPolicies().of(type);
    assertThat(policy.maxAttempts()).isEqualTo(RetryLimits.DEFAULT.maxAttempts());
    assertThat(policy.maxAge()).isEqualTo(Duration.ofDays(3650));
    assertThat(policy.backoff().base()).isEqualTo(Duration.ofHours(3));
    assertThat(policy.backoff().cap()).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void anOldEventIsToldFromAYoungOne() throws Exception {
    bench.append(2);
    UUID old = bench.append(null, "{\"old\":1}");
    bench.update(
        "UPDATE signalbox.outbox_event SET appended_at = now() - interval '661 min'"
            + " WHERE event_id = ?",
        old);
    FakeDestination destination = new FakeDestination();
    bench.drainAll(bench.relay(destination));
    assertThat(destination.stored())
        .allSatisfy(s -> assertThat(s.event().old()).isEqualTo(s.event().eventId().equals(old)));
  }

  @Test
  void aDeadEventParksItsKeyUntilItIsDiscarded() throws Exception {
    parkDeadKeys();
    bench.append("key", "{\"bad\":1}");
    UUID second = bench.append("key", "{\"n\":2}");
    UUID third = bench.append("key", "{\"n\":3}");
    UUID other = bench.append("other", "{\"n\":4}");
    FakeDestination destination = new FakeDestination(FailureIT::badOrAccepted);
    DrainSliceComponent relay = bench.relay(destination);

    for (int time = 0; time < 3; time++) {
      SliceResult result = bench.drainAll(relay);
      assertThat(result.nextDueMillis()).isEqualTo(SliceResult.NEVER);
      assertThat(destination.storedIds()).containsExactly(other);
    }
    assertThat(bench.text(LETTER)).isEqualTo("rejected 422 no 1 true true");

    bench.update(
        "DELETE FROM signalbox.dead_letter WHERE organization_id = ?", bench.organization.value());
    bench.drainAll(relay);
    assertThat(destination.storedIds()).containsExactly(other, second, third);
  }

  @Test
  void aParkedKeyRestsForTheRemainderOfTheSliceToo() throws Exception {
    parkDeadKeys();
    bench.append("key", "{\"bad\":1}");
    bench.append(25);
    UUID next = bench.append("key", "{\"n\":2}");
    FakeDestination destination = new FakeDestination(FailureIT::badOrAccepted);

    assertThat(bench.drainAll(bench.relay(destination)).delivered()).isEqualTo(25);

    assertThat(destination.storedIds()).hasSize(25).doesNotContain(next);
  }

  @Test
  void aRedrivenEventGoesBeforeThoseThatItsDeathHeldBack() throws Exception {
    parkDeadKeys();
    UUID first = bench.append("key", "{\"bad\":1}");
    UUID second = bench.append("key", "{\"n\":2}");
    AtomicBoolean mended = new AtomicBoolean();
    FakeDestination destination =
        new FakeDestination(
            event -> mended.get() ? FakeDestination.accepted() : badOrAccepted(event));
    DrainSliceComponent relay = bench.relay(destination);
    bench.drainAll(relay);
    mended.set(true);

    bench.update(
        """
        WITH back AS (DELETE FROM signalbox.dead_letter WHERE organization_id = ? RETURNING *)
        INSERT INTO signalbox.outbox_event
          (id, event_id, organization_id, event_type, ordering_key, payload)
        OVERRIDING SYSTEM VALUE
        SELECT id, event_id, organization_id, event_type, ordering_key, payload FROM back
        """,
        bench.organization.value());
    bench.drainAll(relay);

    assertThat(destination.storedIds()).containsExactly(first, second);
  }

  @Test
  void anExhaustedEventParksItsKeyToo() throws Exception {
    parkDeadKeys();
    bench.append("key", "{\"broken\":1}");
    bench.append("key", "{\"n\":2}");
    bench.append(1);
    DrainSliceComponent relay =
        bench.relay(
            new FakeDestination(FailureIT::brokenOrAccepted),
            SliceBench.settings(new RetryLimits(1, Duration.ofDays(1), 3)));

    bench.drainAll(relay);

    assertThat(bench.text(LETTER)).isEqualTo("exhausted 500 oops 1 true true");
    assertThat(bench.pending()).isEqualTo(1);
    assertThat(bench.drainAll(relay).delivered()).isZero();
  }

  private void parkDeadKeys() throws SQLException {
    bench.update(
        "INSERT INTO signalbox.organization (organization_id, dead_key_policy) VALUES (?, 'park')",
        bench.organization.value());
  }

  private static DeliveryOutcome brokenOrAccepted(PendingEvent event) {
    return event.payload().contains("broken") ? BROKEN : FakeDestination.accepted();
  }

  private static DeliveryOutcome badOrAccepted(PendingEvent event) {
    return event.payload().contains("bad")
        ? new DeliveryOutcome.Rejected(422, "Svix answered 422", "no")
        : FakeDestination.accepted();
  }

  private String attempts() throws SQLException {
    return bench.text("SELECT max(attempts) FROM signalbox.outbox_event WHERE organization_id = ?");
  }
}
