package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.watch.WatchSettings;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who stays for the next event, and for how long. */
class LingerIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final int SLOTS = 8;

  /** With one more, less than a quarter is free. */
  private static final int PLENTIFUL = 6;

  /** Less than that many batches. */
  private static final long PREFETCH = 6 << 20;

  /** When late looks have long passed the place of what is due again. */
  private static final Duration LATE = Duration.ofSeconds(4);

  private static final Duration LONG = Duration.ofMinutes(5);

  private final DataSource dataSource = SIGNALBOX.database().dataSource();

  /** The first one may be too slow for its event to count as long ago; the second has none. */
  @Test
  void aSliceInWhichNothingHasComeForLongIsNotFollowedByAnother() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(1);
    DrainSliceComponent relay =
        bench.relay(new FakeDestination(), lingering(Duration.ofSeconds(1)));
    SliceResult first = bench.drain(relay, "run", 1, 1);

    SliceResult second = bench.drainOn(relay, "run", 2);

    assertThat(first.delivered()).isEqualTo(1);
    assertThat(second.more()).isFalse();
    assertThat(bench.text(DRAINING)).isEqualTo("null");
  }

  @Test
  void aSliceWhoseEventHasJustComeIsFollowedByAnother() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(1);
    Duration sliceTime = Duration.ofSeconds(2);
    long start = System.nanoTime();
    FakeDestination slow =
        new FakeDestination(
            event -> {
              while (System.nanoTime() - start <= sliceTime.toNanos()) {
                Thread.onSpinWait();
              }
              return FakeDestination.accepted();
            });

    SliceResult result = bench.drain(bench.relay(slow, lingering(sliceTime)), "run", 1, 1);

    assertThat(result.delivered()).isEqualTo(1);
    assertThat(result.more()).isTrue();
    assertThat(bench.text(DRAINING)).isNotEqualTo("null");
  }

  /** Were it to begin anew with each lap, there would be a hundred. */
  @Test
  void aLingerGoesOnOverLaps() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(1);
    Duration lap = Duration.ofMillis(50);
    Duration linger = Duration.ofMillis(200);
    AtomicInteger laps = new AtomicInteger(1);
    DrainSliceComponent relay =
        bench.relay(new FakeDestination(), lingering(lap.multipliedBy(100), lap, linger));

    SliceResult result =
        relay
            .slice()
            .drain(
                new SliceRequest("default", bench.organization.value(), "", 1, false, 0),
                new Holder("run", 1, 1),
                () -> laps.incrementAndGet() > 0);

    assertThat(result.delivered()).isEqualTo(1);
    assertThat(result.more()).isFalse();
    assertThat(laps.get()).isBetween(2, 10);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "key")
  void whatIsDueAgainIsDeliveredWhileTheSliceLingers(@Nullable String key) throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    UUID refusedOnce = bench.append(key, "{\"n\":1}");
    bench.append(null, "{\"n\":2}");
    Set<UUID> refused = ConcurrentHashMap.newKeySet();
    AtomicReference<DrainSliceComponent> relay = new AtomicReference<>();
    FakeDestination destination =
        new FakeDestination(
            event -> {
              if (!event.eventId().equals(refusedOnce)) {
                return FakeDestination.accepted();
              }
              if (refused.add(refusedOnce)) {
                return new DeliveryOutcome.Failed(500, "Svix answered 500", "", Optional.of(LATE));
              }
              relay.get().stop().request();
              return FakeDestination.accepted();
            });
    relay.set(bench.relay(destination, lingering(LONG, Duration.ofSeconds(30))));

    assertThat(bench.drain(relay.get(), "run", 1, 1).delivered()).isEqualTo(2);
  }

  @Test
  void whereSlotsAreScarceWhoHasLingeredLongestMakesRoomForTheLast() throws Exception {
    SliceBench busy = new SliceBench(dataSource);
    DrainSliceComponent relay = busy.relay(new FakeDestination(), lingering(LONG));
    for (int i = 0; i < PLENTIFUL; i++) {
      relay.slots().enter();
    }
    ExecutorService slices = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Future<Boolean> idle = slices.submit(() -> awaitNews(relay, new SliceBench(dataSource)));
      while (!relay.watcher().isWatching()) {
        Thread.onSpinWait();
      }
      relay.slots().enter();
      assertThat(relay.linger().isWanted()).isTrue();
      Future<Boolean> last = slices.submit(() -> awaitNews(relay, busy));
      busy.append(1);

      assertThat(last.get()).isTrue();
      assertThat(relay.watcher().isWatching()).as("the idle one has made room").isFalse();
      assertThat(idle.get()).isFalse();
      assertThat(awaitNews(relay, busy)).as("nobody is left to make room").isFalse();
      relay.slots().leave();
      assertThat(awaitNews(relay, busy)).isTrue();
      assertThat(relay.slots().byteLimit())
          .as("all of them work")
          .isEqualTo(PREFETCH / 3 / PLENTIFUL);
    } finally {
      relay.stop().request();
      slices.shutdownNow();
    }
  }

  private static boolean awaitNews(DrainSliceComponent relay, SliceBench bench)
      throws InterruptedException {
    return relay.linger().awaitNews(bench.organization, 0, LONG, true);
  }

  private static final String DRAINING =
      "SELECT draining_until FROM signalbox.relay_lease WHERE organization_id = ?";

  /** For longer than the slice's time. */
  private static StepSettings lingering(Duration sliceTime) {
    return lingering(sliceTime, LONG);
  }

  private static StepSettings lingering(Duration sliceTime, Duration linger) {
    return lingering(sliceTime, sliceTime, linger);
  }

  private static StepSettings lingering(Duration sliceTime, Duration lapTime, Duration linger) {
    return new StepSettings(
        LeaseSettings.DEFAULT,
        OrganizationSettings.DEFAULT,
        new DrainSettings(sliceTime, lapTime, linger, 10, 40, 4 << 20, PREFETCH, SLOTS),
        DeliverySettings.DEFAULT,
        new Backoff(Duration.ofMillis(100), Duration.ofMillis(100)),
        RetryLimits.DEFAULT,
        WatchSettings.DEFAULT,
        new SweepSettings(Duration.ofHours(1), Duration.ZERO, 100));
  }
}
