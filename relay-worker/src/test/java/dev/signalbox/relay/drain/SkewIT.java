package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Producers and schemas that are newer than the relay. */
class SkewIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final List<OrganizationId> woken = new ArrayList<>();
  private SliceBench bench;

  @BeforeEach
  void bench() {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
  }

  @Test
  void rowsOfANewerProducerWaitVisiblyHoldTheirKeysBackAndGoOnOnceTheyAreKnown() throws Exception {
    UUID old = bench.append(null, "{}");
    UUID newer = newer(bench.append(null, "{}"));
    UUID newerOfKey = newer(bench.append("key", "{}"));
    UUID behind = bench.append("key", "{}");
    UUID otherKey = bench.append("other", "{}");
    FakeDestination destination = new FakeDestination();
    DrainSliceComponent relay = relay(destination);

    SliceResult result = bench.drainAll(relay);
    assertThat(destination.storedIds()).containsExactlyInAnyOrder(old, otherKey);
    assertThat(result.stopped()).isEqualTo("held");
    assertThat(result.nextDueMillis()).isEqualTo(SliceResult.NEVER);
    assertThat(result.lastError())
        .isEqualTo(
            "Events wait that were written for a newer version of the relay; its deploy sets them"
                + " going.");
    relay.sweep().sweep();
    assertThat(woken).as("nobody can help").doesNotContain(bench.organization);
    assertThat(bench.drainAll(relay).delivered()).isZero();
    assertThat(attempts()).isEqualTo("0 0 0");

    deploy();
    relay.sweep().sweep();
    assertThat(woken).contains(bench.organization);
    assertThat(bench.drainAll(relay).stopped()).isEmpty();
    assertThat(destination.storedIds())
        .containsExactlyInAnyOrder(old, otherKey, newer, newerOfKey, behind)
        .containsSubsequence(newerOfKey, behind);
  }

  @Test
  void whatIsDueLaterIsWaitedForBesideThem() throws Exception {
    newer(bench.append(null, "{}"));
    UUID later = bench.append(null, "{}");
    bench.update(
        "UPDATE signalbox.outbox_event SET next_attempt_at = now() + interval '1 hour'"
            + " WHERE event_id = ?",
        later);

    SliceResult result = bench.drainAll(relay(new FakeDestination()));

    assertThat(result.stopped()).isEmpty();
    assertThat(result.lastError()).startsWith("Events wait that were written for a newer version");
    assertThat(result.nextDueMillis()).isPositive();
  }

  @Test
  void anotherOrganizationIsNotHeldBackByThem() throws Exception {
    newer(bench.append("key", "{}"));
    SliceBench other = new SliceBench(SIGNALBOX.database().dataSource());
    UUID event = other.append("key", "{}");
    FakeDestination destination = new FakeDestination();

    bench.drainAll(relay(destination));
    other.drainAll(relay(destination));

    assertThat(destination.storedIds()).containsExactly(event);
  }

  /** A migration adds what older workers can do without. */
  @Test
  void aWorkerDrainsASchemaThatIsNewerThanItself() throws Exception {
    for (String table :
        List.of(
            "outbox_event",
            "dead_letter",
            "delivered_event",
            "organization",
            "relay_lease",
            "installation")) {
      bench.update("ALTER TABLE signalbox." + table + " ADD COLUMN later text DEFAULT 'later'");
    }
    bench.update("UPDATE signalbox.installation SET schema_version = schema_version + 1");
    bench.append(3);
    UUID rejected = bench.append(null, "{\"reject\":true}");
    FakeDestination destination = new FakeDestination(SkewIT::rejectingOne);

    bench.drainAll(relay(destination));

    assertThat(bench.logged()).isEqualTo(3);
    assertThat(bench.text("SELECT event_id FROM signalbox.dead_letter WHERE organization_id = ?"))
        .isEqualTo(rejected.toString());
    assertThat(bench.pending()).isZero();
  }

  private static DeliveryOutcome rejectingOne(PendingEvent event) {
    return event.payload().contains("reject")
        ? new DeliveryOutcome.Rejected(422, "Svix answered 422", "")
        : FakeDestination.accepted();
  }

  private UUID newer(UUID event) throws SQLException {
    bench.update(
        "UPDATE signalbox.outbox_event SET payload_version = ? WHERE event_id = ?",
        RelayContract.PAYLOAD_VERSION + 1,
        event);
    return event;
  }

  /** A worker that knows the version reads its rows as this one reads those of its own. */
  private void deploy() throws SQLException {
    bench.update(
        "UPDATE signalbox.outbox_event SET payload_version = ? WHERE organization_id = ?",
        RelayContract.PAYLOAD_VERSION,
        bench.organization.value());
  }

  private String attempts() throws SQLException {
    return bench.text(
        "SELECT string_agg(attempts::text, ' ') FROM signalbox.outbox_event"
            + " WHERE organization_id = ?");
  }

  private DrainSliceComponent relay(FakeDestination destination) {
    return DaggerDrainSliceComponent.factory()
        .create(
            SIGNALBOX.database().dataSource(),
            SchemaName.DEFAULT,
            destination,
            woken::addAll,
            settlement -> Thread.ofVirtual().start(settlement),
            System::nanoTime,
            SliceBench.settings(Duration.ZERO, 10, 4 << 20, SliceBench.LATER));
  }
}
