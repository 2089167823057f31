package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A slice goes on lap after lap; between two it knows whether it still may. */
class LapIT {

  private static final int LAPS = 5;

  private static final String LEASE =
      "SELECT token || ' ' || finished || ' ' || suspect || ' ' || coalesce(draining_until > now(),"
          + " false) FROM signalbox.relay_lease WHERE organization_id = ?";

  private static final String TAKE =
      "UPDATE signalbox.relay_lease SET token = token + 1, run_id = 'another' WHERE organization_id"
          + " = ?";

  private static final String STALE =
      "UPDATE signalbox.relay_lease SET draining_until = now() WHERE organization_id = ?";

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final DataSource dataSource = SIGNALBOX.database().dataSource();
  private final SliceBench bench = new SliceBench(dataSource);
  private final AtomicInteger asked = new AtomicInteger();
  private Function<PendingEvent, DeliveryOutcome> answer = event -> FakeDestination.accepted();
  private final LapBench laps = new LapBench(dataSource, LAPS, event -> answer(event));

  @Test
  void aSliceGoesOnUntilItsTimeIsOver() throws Exception {
    bench.append(3 * LapBench.BATCH + 1);

    SliceResult result = drain(() -> true);

    assertThat(result.delivered()).isEqualTo(LAPS);
    assertThat(result.more()).isTrue();
    assertThat(asked).hasValue(LAPS - 1);
    assertThat(bench.text(LEASE)).isEqualTo("1 true false true");
  }

  @Test
  void aSliceThatHasComeToTheEndSaysWhatAllItsLapsDid() throws Exception {
    bench.append(3);

    SliceResult result = drain(() -> true);

    assertThat(result).isEqualTo(new SliceResult(3, 0, 0, 0, false, SliceResult.NEVER, "", "", 1));
    assertThat(bench.text(LEASE)).isEqualTo("1 true false false");
  }

  @Test
  void anotherLapTellsProducersThatItLooks() throws Exception {
    bench.append(2);
    StringBuilder leases = new StringBuilder();
    answer =
        event -> {
          leases.append(text(LEASE)).append(';');
          return FakeDestination.accepted();
        };

    var unused = drain(() -> change(STALE));

    assertThat(leases.toString()).isEqualTo("1 false false true;1 false false true;");
  }

  @Test
  void whoseLeaseIsTakenBetweenTwoLapsDeliversNothingMore() throws Exception {
    bench.append(LapBench.BATCH);

    SliceResult result = drain(() -> change(TAKE));

    assertThat(result.more()).isTrue();
    assertThat(laps.destination.calls()).isEqualTo(1);
    assertThat(bench.text(LEASE)).isEqualTo("2 false false true");
  }

  @Test
  void whoMayNotGoOnGivesTheLeaseBackAndIsFollowed() throws Exception {
    bench.append(LapBench.BATCH);

    SliceResult result = drain(() -> false);

    assertThat(result.more()).isTrue();
    assertThat(result.delivered()).isEqualTo(1);
    assertThat(bench.text(LEASE)).isEqualTo("1 true false true");
  }

  @Test
  void aPauseIsObeyedByTheNextLap() throws Exception {
    bench.append(LapBench.BATCH);

    SliceResult result =
        drain(
            () ->
                change(
                    "INSERT INTO signalbox.organization (organization_id, state)"
                        + " VALUES (?, 'paused')"));

    assertThat(result.stopped()).isEqualTo("paused");
    assertThat(result.delivered()).isEqualTo(1);
    assertThat(laps.destination.calls()).isEqualTo(1);
  }

  /** Its id lies far behind what the first lap has seen. */
  @Test
  void whatHasCommittedLateIsFoundByTheNextLap() throws Exception {
    try (LateCommit late = new LateCommit(dataSource, bench, null)) {
      UUID second = bench.append(null, "{}");
      UUID third = bench.append(null, "{}");

      SliceResult result =
          drain(
              () -> {
                late.commit();
                return true;
              });

      assertThat(result.delivered()).isEqualTo(3);
      assertThat(laps.destination.storedIds()).containsExactly(second, late.event(), third);
    }
  }

  @Test
  void whereSlotsAreScarceItEndsAfterALap() throws Exception {
    bench.append(LapBench.BATCH);
    for (int i = 0; i < LapBench.SLOTS; i++) {
      laps.relay.slots().enter();
    }

    SliceResult result = drain(() -> true);

    assertThat(result.more()).isTrue();
    assertThat(laps.destination.calls()).isEqualTo(1);
    assertThat(asked).hasValue(0);
  }

  @Test
  void aCarefulSliceEndsAfterALap() throws Exception {
    bench.append(LapBench.BATCH);
    var unused = laps.relay.leases().take(bench.organization, new Holder("run", 1, 0));

    SliceResult result = drain(() -> true);

    assertThat(result.more()).isTrue();
    assertThat(laps.destination.calls()).isEqualTo(1);
    assertThat(asked).hasValue(0);
  }

  @Test
  void aSliceAfterASetbackEndsAfterALap() throws Exception {
    bench.append(LapBench.BATCH);

    SliceResult result = drain(1, () -> true);

    assertThat(result.more()).isTrue();
    assertThat(laps.destination.calls()).isEqualTo(1);
    assertThat(asked).hasValue(0);
  }

  private DeliveryOutcome answer(PendingEvent event) {
    return answer.apply(event);
  }

  private SliceResult drain(BooleanSupplier mayGoOn) throws Exception {
    return drain(0, mayGoOn);
  }

  private SliceResult drain(int setbacks, BooleanSupplier mayGoOn) throws Exception {
    return laps.relay
        .slice()
        .drain(
            new SliceRequest("default", bench.organization.value(), "", 1, false, setbacks),
            new Holder("run", 1, 1),
            () -> {
              asked.incrementAndGet();
              return mayGoOn.getAsBoolean();
            });
  }

  private boolean change(String sql) {
    try {
      bench.update(sql, bench.organization.value());
      return true;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(String sql) {
    try {
      return bench.text(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
