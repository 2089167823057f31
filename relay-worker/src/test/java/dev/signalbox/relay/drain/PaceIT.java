package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unreachable;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.watch.WatchSettings;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The rate limit of an organization. Time passes by moving what the lease says of the past, because
 * the clock is the database's.
 */
class PaceIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final double MANY = 40;
  private static final double FEW = 0.01;
  private static final Duration A_FEWS_PERIOD = Duration.ofSeconds(100);

  private static final String OF = " WHERE organization_id = ?";
  private static final String SECONDS =
      "SELECT extract(epoch FROM clock_timestamp())::float8 WHERE ?::text IS NOT NULL";

  private SliceBench bench;

  @BeforeEach
  void bench() {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
  }

  @Test
  void neitherAnotherSliceNorRunNorWorkerMayDeliverAnew() throws Exception {
    limit(FEW);
    List<UUID> ids = bench.append(3);
    FakeDestination destination = new FakeDestination();
    DrainSliceComponent worker = relay(destination, 8);
    DrainSliceComponent other = relay(destination, 8);

    SliceResult first = bench.drain(worker, "run", 1, 1);
    assertThat(first.delivered()).isEqualTo(1);
    assertThat(first.stopped()).isEqualTo("throttled by its own rate limit");
    assertThat(first.lastError()).isEqualTo("Its rate limit is 0.01 deliveries a second.");
    assertThat(first.nextDueMillis()).isBetween(1L, A_FEWS_PERIOD.toMillis());
    assertThat(bench.text("SELECT quiet_reason FROM signalbox.relay_lease" + OF))
        .isEqualTo("throttled by its own rate limit");
    assertThat(bench.drain(worker, "run", 2, 1).delivered()).isZero();
    assertThat(bench.drain(other, "run", 3, 2).delivered()).isZero();
    assertThat(bench.drain(other, "continued", 1, 1).delivered()).isZero();

    letTimePass(A_FEWS_PERIOD);
    assertThat(bench.drain(worker, "continued", 2, 1).delivered()).isEqualTo(1);
    assertThat(bench.drain(other, "another", 1, 1).delivered()).isZero();
    letTimePass(A_FEWS_PERIOD.multipliedBy(50));
    assertThat(bench.drain(worker, "another", 2, 1).delivered())
        .as("nothing is saved")
        .isEqualTo(1);
    assertThat(destination.storedIds()).containsExactlyElementsOf(ids);
    assertThat(bench.pending()).isZero();
  }

  /** Of one delivery a slice; the first event is what fails, and would be chosen each time. */
  @Test
  void afterASetbackTheGrantGoesToAnyThatMayGoFirst() throws Exception {
    limit(FEW);
    List<UUID> ids = bench.append(10);
    UUID behind = bench.append("key", "{\"n\":10}");
    UUID furtherBehind = bench.append("key", "{\"n\":11}");
    FakeDestination destination =
        new FakeDestination(
            event ->
                event.eventId().equals(ids.get(0))
                    ? new Unreachable("no answer")
                    : FakeDestination.accepted());
    DrainSliceComponent relay = relay(destination, 8);

    for (int slice = 1; bench.pending() > 1; slice++) {
      assertThat(slice).as("slices until one event is left").isLessThan(500);
      bench.drain(relay, "run", slice, 1, 1);
      letTimePass(A_FEWS_PERIOD);
    }

    assertThat(destination.storedIds())
        .hasSize(11)
        .doesNotContain(ids.get(0))
        .containsSubsequence(behind, furtherBehind);
  }

  @Test
  void whatIsGrantedIsWrittenBeforeItIsDelivered() throws Exception {
    limit(FEW);
    bench.append(2);
    DrainSliceComponent killed =
        relay(
            new FakeDestination(
                event -> {
                  throw new Stage.Killed();
                }),
            8);
    assertThat(drainKilled(killed)).isTrue();

    FakeDestination destination = new FakeDestination();
    assertThat(bench.drain(relay(destination, 8), "run", 1, 2).stopped())
        .isEqualTo(SliceResult.OWN_LIMIT);
    assertThat(destination.calls()).isZero();
  }

  @Test
  void aShortWaitIsWaitedInTheSlice() throws Exception {
    limit(MANY);
    List<UUID> ids = bench.append(60);
    FakeDestination destination = new FakeDestination();
    DrainSliceComponent relay = relay(destination, 8);

    double begin = seconds();
    SliceResult result = bench.drain(relay, "run", 1, 1);
    assertThat(result.stopped()).isEmpty();
    assertThat(result.more()).isFalse();
    assertThat(60).isLessThanOrEqualTo((int) (MANY * (seconds() - begin + 1)));
    assertThat(destination.storedIds()).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void whereSlotsAreScarceItIsARest() throws Exception {
    limit(MANY);
    bench.update(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
            + " SELECT gen_random_uuid(), ?, 'bench.made', '{}' FROM generate_series(1, 5000)",
        bench.organization.value());
    FakeDestination destination = new FakeDestination();
    DrainSliceComponent relay = relay(destination, 1);

    double begin = seconds();
    SliceResult result = bench.drain(relay, "run", 1, 1);
    assertThat(result.stopped()).isEqualTo(SliceResult.OWN_LIMIT);
    assertThat(destination.calls())
        .isGreaterThanOrEqualTo((int) MANY)
        .isLessThanOrEqualTo((int) (MANY * (seconds() - begin + 1)));
    assertThat(bench.pending()).isEqualTo(5000 - destination.calls());
  }

  @Test
  void whatMustWaitKeepsItsPlaceInItsKey() throws Exception {
    limit(MANY);
    Map<String, List<UUID>> appended = new TreeMap<>();
    for (int i = 0; i < 90; i++) {
      String key = "k" + i % 3;
      appended.computeIfAbsent(key, k -> new ArrayList<>()).add(bench.append(key, "{}"));
    }
    AtomicInteger calls = new AtomicInteger();
    FakeDestination destination =
        new FakeDestination(
            event ->
                calls.incrementAndGet() % 7 == 0 ? new Failed("500") : FakeDestination.accepted());
    DrainSliceComponent relay = relay(destination, 8);

    double begin = seconds();
    for (int slice = 1; bench.pending() > 0; slice++) {
      bench.drain(relay, "run", slice, 1);
    }
    double end = seconds();

    Map<String, List<UUID>> stored = new TreeMap<>();
    for (FakeDestination.Stored s : destination.stored()) {
      PendingEvent event = s.event();
      stored
          .computeIfAbsent(String.valueOf(event.orderingKey()), k -> new ArrayList<>())
          .add(event.eventId());
    }
    assertThat(stored).isEqualTo(appended);
    assertThat(destination.calls())
        .isGreaterThan(90)
        .isLessThanOrEqualTo((int) (40 * (end - begin + 1)));
  }

  @Test
  void aBucketHoldsWhatOneSecondAllowsAndNoDamageOfItLasts() throws Exception {
    Lease lease = lease("run");
    DrainSliceComponent relay = relay(new FakeDestination(), 8);
    assertThat(granted(relay, lease)).as("at first").isEqualTo(40);
    for (String damage : List.of("now() - interval '1 day'", "'-infinity'", "NULL")) {
      bench.update(
          "UPDATE signalbox.relay_lease SET paced_until = " + damage + OF,
          bench.organization.value());
      assertThat(granted(relay, lease)).as(damage).isEqualTo(40);
    }
    for (String damage : List.of("now() + interval '100 years'", "'infinity'")) {
      bench.update(
          "UPDATE signalbox.relay_lease SET paced_until = " + damage + OF,
          bench.organization.value());
      assertThat(granted(relay, lease)).as(damage).isZero();
      assertThat(
              bench.text(
                  "SELECT paced_until <= now() + interval '1 s' FROM signalbox.relay_lease" + OF))
          .as(damage)
          .isEqualTo("t");
    }
  }

  @Test
  void whoHasLostTheLeaseIsGrantedNothing() throws Exception {
    Lease lost = lease("run");
    Lease lease = lease("other");
    DrainSliceComponent relay = relay(new FakeDestination(), 8);
    assertThat(relay.paces().grant(lost, 40, 10)).isEmpty();
    assertThat(granted(relay, lease)).isEqualTo(40);
  }

  private void limit(double rate) throws SQLException {
    bench.update(
        "INSERT INTO signalbox.organization (organization_id, rate_limit) VALUES (?, ?)",
        bench.organization.value(),
        rate);
  }

  private void letTimePass(Duration time) throws SQLException {
    bench.update(
        "UPDATE signalbox.relay_lease SET paced_until = paced_until - ? * interval '1 s'" + OF,
        time.toSeconds(),
        bench.organization.value());
  }

  private double seconds() throws SQLException {
    return Double.parseDouble(bench.text(SECONDS));
  }

  private Lease lease(String run) throws SQLException {
    return relay(new FakeDestination(), 8)
        .leases()
        .take(bench.organization, new Holder(run, 1, 1))
        .orElseThrow()
        .lease();
  }

  private static int granted(DrainSliceComponent relay, Lease lease) throws SQLException {
    return relay.paces().grant(lease, 40, 100).orElseThrow().deliveries();
  }

  private boolean drainKilled(DrainSliceComponent relay) throws Exception {
    try {
      bench.drain(relay, "run", 1, 1);
      return false;
    } catch (Stage.Killed expected) {
      return true;
    }
  }

  private DrainSliceComponent relay(FakeDestination destination, int slots) {
    return bench.relay(
        destination,
        new StepSettings(
            LeaseSettings.DEFAULT,
            OrganizationSettings.DEFAULT,
            new DrainSettings(
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ZERO,
                10,
                40,
                4 << 20,
                128 << 20,
                slots),
            DeliverySettings.DEFAULT,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
            WatchSettings.DEFAULT,
            new SweepSettings(Duration.ofHours(1), Duration.ZERO, 100)));
  }
}
