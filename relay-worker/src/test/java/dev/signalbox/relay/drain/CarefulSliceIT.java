package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A slice that follows one which never finished. */
class CarefulSliceIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final String MARKS =
      "SELECT sum(suspected_kills) FROM signalbox.outbox_event WHERE organization_id = ?";

  private SliceBench bench;
  private int attempt;

  @BeforeEach
  void bench() {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
  }

  @Test
  void anEventThatKillsTheProcessDiesAloneAndTheOthersGoOn() throws Exception {
    List<UUID> others = new ArrayList<>(bench.append(12));
    UUID poison = bench.append("key", "{\"poison\":1}");
    others.add(bench.append("key", "{\"n\":1}"));
    others.addAll(bench.append(12));
    FakeDestination destination =
        new FakeDestination(
            event -> {
              if (event.eventId().equals(poison)) {
                throw new Stage.Killed();
              }
              return FakeDestination.accepted();
            });

    int kills = 0;
    boolean alive = false;
    while (!alive && kills < 20) {
      try {
        SliceResult result = bench.drain(bench.relay(destination), "run", 1, ++attempt);
        assertThat(result.dead()).isEqualTo(1);
        alive = !result.more();
      } catch (Stage.Killed killed) {
        kills++;
      }
    }

    assertThat(kills).as("once by surprise, then three times with care").isEqualTo(4);
    assertThat(bench.pending()).isZero();
    assertThat(destination.storedIds()).containsExactlyInAnyOrderElementsOf(others);
    assertThat(
            bench.text(
                "SELECT error_class || ' ' || attempts || ' ' || suspected_kills"
                    + " FROM signalbox.dead_letter WHERE organization_id = ?"))
        .isEqualTo("poison 0 3");
    assertThat(
            bench.number(
                "SELECT max(attempts) FROM signalbox.delivered_event WHERE organization_id = ?"))
        .as("no attempt of the others was counted")
        .isEqualTo(1);
  }

  @Test
  void itDeliversOneAtATimeAndMarksTheRowBeforeTheCall() throws Exception {
    List<UUID> ids = bench.append(25);
    AtomicInteger inFlight = new AtomicInteger();
    List<String> marks = new ArrayList<>();
    FakeDestination destination =
        new FakeDestination(
            event -> {
              assertThat(inFlight.incrementAndGet()).isEqualTo(1);
              marks.add(marks());
              inFlight.decrementAndGet();
              return FakeDestination.accepted();
            });
    DrainSliceComponent relay = bench.relay(destination);
    abandonLease(relay);

    bench.drain(relay, "run", 1, ++attempt);

    assertThat(marks).hasSize(25).containsOnly("1");
    assertThat(destination.storedIds()).isEqualTo(ids);
    assertThat(bench.pending()).isZero();
  }

  @Test
  void whoeverComesBackLeavesNoMark() throws Exception {
    bench.append(2);
    for (DeliveryOutcome outcome :
        List.of(
            new DeliveryOutcome.Failed(500, "Svix answered 500", ""),
            new DeliveryOutcome.Unreachable("refused"),
            new DeliveryOutcome.Misconfigured("Svix answered 401"))) {
      for (int time = 0; time < 4; time++) {
        FakeDestination destination = new FakeDestination(event -> outcome);
        DrainSliceComponent relay = bench.relay(destination);
        abandonLease(relay);
        SliceResult result = bench.drain(relay, "run", 1, ++attempt);
        assertThat(result.stopped()).isNotEmpty();
        assertThat(destination.calls()).isEqualTo(1);
        assertThat(marks()).isEqualTo("0");
      }
    }
    assertThat(bench.pending()).isEqualTo(2);
  }

  @Test
  void aCountedAttemptTakesTheMarkAway() throws Exception {
    bench.append(2);
    FakeDestination destination =
        new FakeDestination(
            event ->
                event.payload().contains("1")
                    ? new DeliveryOutcome.Failed(500, "Svix answered 500", "")
                    : FakeDestination.accepted());
    DrainSliceComponent relay = bench.relay(destination);
    abandonLease(relay);

    assertThat(bench.drain(relay, "run", 1, ++attempt).retried()).isEqualTo(1);

    assertThat(marks()).isEqualTo("0");
  }

  @Test
  void aWorkerThatIsToldToStopLeavesNoMark() throws Exception {
    bench.append(2);
    DrainSliceComponent relay = bench.relay(new FakeDestination());
    abandonLease(relay);
    relay.stop().request();

    assertThat(bench.drain(relay, "run", 1, ++attempt).more()).isTrue();

    assertThat(marks()).isEqualTo("0");
    assertThat(bench.text("SELECT finished FROM signalbox.relay_lease WHERE organization_id = ?"))
        .isEqualTo("t");
  }

  @Test
  void rowsOfAnUnknownVersionAreLeftAlone() throws Exception {
    bench.append(2);
    bench.update(
        "UPDATE signalbox.outbox_event SET payload_version = 9, suspected_kills = 30,"
            + " attempts = 900 WHERE organization_id = ?",
        bench.organization.value());
    FakeDestination destination = new FakeDestination();
    DrainSliceComponent relay = bench.relay(destination);
    abandonLease(relay);

    bench.drain(relay, "run", 1, ++attempt);

    assertThat(destination.calls()).isZero();
    assertThat(marks()).isEqualTo("60");
    assertThat(bench.pending()).isEqualTo(2);
  }

  private void abandonLease(DrainSliceComponent relay) throws SQLException {
    Holder killed = new Holder("run", 1, ++attempt);
    assertThat(relay.leases().take(bench.organization, killed)).isPresent();
  }

  private String marks() {
    try {
      return bench.text(MARKS);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
