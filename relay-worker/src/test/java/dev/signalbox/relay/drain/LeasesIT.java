package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.lease.Leases;
import dev.signalbox.relay.lease.Quiet;
import dev.signalbox.relay.settle.ErrorClass;
import dev.signalbox.relay.settle.Settlement;
import dev.signalbox.relay.settle.Settlement.RowId;
import dev.signalbox.relay.settle.Standing;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeasesIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final String QUIET_UNTIL = "SELECT quiet_until";
  private static final String STALE =
      "UPDATE signalbox.relay_lease SET draining_until = now() - interval '1 s'"
          + " WHERE organization_id = ?";

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
  void aRenewedLeaseIsTheSameAndTellsProducersAnew() throws SQLException {
    Lease lease = take("run", 1, 1);
    bench.update(STALE, bench.organization.value());
    assertThat(draining()).isEqualTo("f");
    assertThat(leases.renew(lease)).hasValueSatisfying(c -> assertThat(c.lease()).isEqualTo(lease));
    assertThat(draining()).isEqualTo("t");
  }

  @Test
  void whoHasLostTheLeaseRenewsNothing() throws SQLException {
    Lease former = take("run", 1, 1);
    Lease latter = take("run", 1, 2);
    bench.update(STALE, bench.organization.value());
    assertThat(leases.renew(former)).isEmpty();
    assertThat(draining()).isEqualTo("f");
    assertThat(leases.renew(latter)).isPresent();
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
    List<RowId> rows = rows(bench.append(3));
    Lease former = take("run", 1, 1);
    take("run", 1, 2);
    Settlement accepted = accepted(rows.get(0));
    Settlement mixed = mixed(rows);

    assertThat(relay.settler().settle(former, accepted)).isEqualTo(Standing.LOST);
    assertThat(relay.settler().settle(former, mixed)).isEqualTo(Standing.LOST);

    assertThat(bench.pending()).isEqualTo(3);
    assertThat(bench.logged()).isZero();
    assertThat(
            bench.number(
                "SELECT sum(attempts) FROM signalbox.outbox_event WHERE organization_id = ?"))
        .isZero();
  }

  /** As after a failover to a standby that had not seen the last rows. */
  @Test
  void aRowThatWasGivenTheIdOfALostOneIsLeftAlone() throws SQLException {
    List<RowId> read = rows(bench.append(3));
    Lease lease = take("run", 1, 1);
    bench.update(
        "UPDATE signalbox.outbox_event SET event_id = gen_random_uuid() WHERE organization_id = ?",
        bench.organization.value());

    assertThat(relay.settler().settle(lease, mixed(read))).isEqualTo(Standing.ACTIVE);
    assertThat(relay.settler().settle(lease, accepted(read.get(2)))).isEqualTo(Standing.ACTIVE);

    assertThat(bench.pending()).isEqualTo(3);
    assertThat(
            bench.number(
                "SELECT count(*) FROM signalbox.outbox_event"
                    + " WHERE organization_id = ? AND attempts = 0"))
        .isEqualTo(3);
  }

  @Test
  void nothingIsSkippedOnceTheOrganizationHasARow() throws SQLException {
    List<RowId> rows = rows(bench.append(2));
    Lease lease = take("run", 1, 1);
    relay.settler().settle(lease, skipped(rows.get(0)));
    assertThat(bench.pending()).isEqualTo(1);
    bench.update(
        "INSERT INTO signalbox.organization (organization_id) VALUES (?)",
        bench.organization.value());

    relay.settler().settle(lease, skipped(rows.get(1)));

    assertThat(bench.pending()).isEqualTo(1);
  }

  private static Settlement skipped(RowId row) {
    return new Settlement(
        List.of(),
        List.of(),
        List.of(new Settlement.Buried(row, ErrorClass.SKIPPED, false, 0, "unknown", "")));
  }

  private static Settlement accepted(RowId row) {
    return new Settlement(
        List.of(new Settlement.Accepted(row, "msg_1", false)), List.of(), List.of());
  }

  /** One row of each ending. */
  private static Settlement mixed(List<RowId> rows) {
    return new Settlement(
        accepted(rows.get(0)).accepted(),
        List.of(new Settlement.Postponed(rows.get(1), Duration.ofHours(1), "503", "")),
        List.of(new Settlement.Buried(rows.get(2), ErrorClass.REJECTED, false, 422, "422", "")));
  }

  private List<RowId> rows(List<UUID> events) throws SQLException {
    List<RowId> rows = new ArrayList<>();
    for (UUID event : events) {
      long id =
          bench.number(
              "SELECT id FROM signalbox.outbox_event WHERE organization_id = ? AND event_id = '%s'"
                  .formatted(event));
      rows.add(new RowId(id, event));
    }
    return rows;
  }

  private Lease take(String run, long slice, int attempt) throws SQLException {
    return leases.take(bench.organization, new Holder(run, slice, attempt)).orElseThrow().lease();
  }

  private String draining() throws SQLException {
    return bench.text(
        "SELECT draining_until > now() FROM signalbox.relay_lease WHERE organization_id = ?");
  }

  private String quiet() throws SQLException {
    return bench.text("SELECT (CASE WHEN quiet_until > now() THEN 't ' END) || quiet_reason" + OF);
  }
}
