package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.lease.Leases;
import dev.signalbox.relay.lease.Quiet;
import dev.signalbox.relay.settle.ErrorClass;
import dev.signalbox.relay.settle.Settlement;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeasesIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final String QUIET_UNTIL = "SELECT quiet_until";
  private static final String OF = " FROM signalbox.relay_lease WHERE organization_id = ?";

  private SliceBench bench;
  private DrainSliceComponent relay;
  private Leases leases;

  @BeforeEach
  void connect() {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
    relay = bench.relay(new FakeDestination());
    leases = relay.leases();
  }

  @Test
  void everyTakerGetsAGreaterToken() throws SQLException {
    assertThat(take("run", 1, 1).token()).isEqualTo(1);
    assertThat(take("run", 1, 2).token()).isEqualTo(2);
    assertThat(take("run", 2, 1).token()).isEqualTo(3);
    assertThat(take("another run", 1, 1).token()).isEqualTo(4);
  }

  @Test
  void anEarlierSliceOrAttemptOfTheSameRunIsTurnedAway() throws SQLException {
    take("run", 2, 3);
    assertThat(leases.take(bench.organization, new Holder("run", 2, 2))).isEmpty();
    assertThat(leases.take(bench.organization, new Holder("run", 1, 9))).isEmpty();
    assertThat(draining()).isEqualTo("t");
  }

  @Test
  void aTakenLeaseIsLostToItsFormerHolder() throws SQLException {
    Lease former = take("run", 1, 1);
    Lease latter = take("run", 1, 2);

    assertThat(leases.clear(former)).isFalse();
    assertThat(leases.finish(former)).isFalse();
    assertThat(leases.rest(former, Quiet.lasting(Duration.ofMinutes(1), "throttled"))).isFalse();
    assertThat(draining()).isEqualTo("t");
    assertThat(leases.clear(latter)).isTrue();
    assertThat(draining()).isEqualTo("null");
  }

  @Test
  void aNumberThatAFailoverGaveTwiceIsNotEnough() throws SQLException {
    Lease mine = take("run", 1, 1);
    Lease forged = new Lease(bench.organization, mine.token(), new Holder("other", 1, 1), false);
    assertThat(leases.finish(forged)).isFalse();
    assertThat(leases.finish(mine)).isTrue();
  }

  @Test
  void whoNeverFinishedMakesTheNextHolderSuspicious() throws SQLException {
    Lease first = take("run", 1, 1);
    assertThat(first.suspect()).isFalse();
    Lease second = take("run", 1, 2);
    assertThat(second.suspect()).isTrue();
    leases.finish(second);
    assertThat(take("run", 2, 1).suspect()).isFalse();
  }

  @Test
  void aRestIsForgottenByTheNextTaker() throws SQLException {
    leases.rest(take("run", 1, 1), Quiet.lasting(Duration.ofHours(1), "throttled"));
    assertThat(quiet()).isEqualTo("t throttled");
    take("run", 2, 1);
    assertThat(quiet()).isEqualTo("null");
  }

  @Test
  void aRestMayEndAtATimeOrNever() throws SQLException {
    OffsetDateTime end = OffsetDateTime.parse("2199-12-31T23:59:59.123456Z");
    leases.rest(take("run", 1, 1), new Quiet("paused", Duration.ofDays(365_000), end));
    assertThat(bench.text(QUIET_UNTIL + " = '" + end + "'" + OF)).isEqualTo("t");
    leases.rest(take("run", 2, 1), Quiet.forGood("paused"));
    assertThat(bench.text(QUIET_UNTIL + " = 'infinity'" + OF)).isEqualTo("t");
  }

  @Test
  void aRestIsTakenBackByItsOwnLeaseAlone() throws SQLException {
    Lease former = take("run", 1, 1);
    Lease latter = take("run", 2, 1);
    leases.rest(latter, Quiet.lasting(Duration.ofHours(1), "paused"));
    leases.endQuiet(former);
    assertThat(quiet()).isEqualTo("t paused");
    leases.endQuiet(latter);
    assertThat(quiet()).isEqualTo("null");
  }

  @Test
  void withoutTheLeaseNothingIsSettled() throws SQLException {
    bench.append(3);
    Lease former = take("run", 1, 1);
    take("run", 1, 2);
    List<Long> ids =
        List.of(
            bench.number("SELECT min(id) FROM signalbox.outbox_event WHERE organization_id = ?"),
            bench.number("SELECT max(id) FROM signalbox.outbox_event WHERE organization_id = ?"));
    Settlement accepted =
        new Settlement(
            List.of(new Settlement.Accepted(ids.get(0), "msg_1", false)), List.of(), List.of());
    Settlement mixed =
        new Settlement(
            accepted.accepted(),
            List.of(new Settlement.Postponed(ids.get(0) + 1, Duration.ofHours(1), "503", "")),
            List.of(new Settlement.Buried(ids.get(1), ErrorClass.REJECTED, false, 422, "422", "")));

    assertThat(relay.settler().settle(former, accepted)).isFalse();
    assertThat(relay.settler().settle(former, mixed)).isFalse();

    assertThat(bench.pending()).isEqualTo(3);
    assertThat(bench.logged()).isZero();
    assertThat(
            bench.number(
                "SELECT sum(attempts) FROM signalbox.outbox_event WHERE organization_id = ?"))
        .isZero();
  }

  private Lease take(String run, long slice, int attempt) throws SQLException {
    return leases.take(bench.organization, new Holder(run, slice, attempt)).orElseThrow();
  }

  private String draining() throws SQLException {
    return bench.text(
        "SELECT draining_until > now() FROM signalbox.relay_lease WHERE organization_id = ?");
  }

  private String quiet() throws SQLException {
    return bench.text("SELECT (CASE WHEN quiet_until > now() THEN 't ' END) || quiet_reason" + OF);
  }
}
