package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.watch.WatchSettings;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events larger than a slice's share: a worker holds no more of them than it has memory for. */
class LargeEventsIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final int BATCH_BYTES = 1_000;
  private static final int LARGE_BYTES = 100_000;

  /** Room for two of them, not for three. */
  private static final int PREFETCH_BYTES = 3 * (2 * LARGE_BYTES + LARGE_BYTES / 2);

  private static final int ORGANIZATIONS = 5;

  /** Not virtual: what waits in a loop would keep others from running. */
  private final ExecutorService slices = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    slices.shutdownNow();
  }

  @Test
  void noMoreAreReadAtOnceThanThereIsRoomFor() throws Exception {
    List<SliceBench> benches = new ArrayList<>();
    for (int i = 0; i < ORGANIZATIONS; i++) {
      SliceBench bench = bench();
      bench.append(null, "{}");
      bench.append(null, large());
      bench.append(null, "{}");
      benches.add(bench);
    }
    Crowd crowd = new Crowd();
    DrainSliceComponent relay =
        benches.getFirst().relay(crowd.destination, settings(Duration.ofMinutes(1)));
    crowd.room.complete(relay.largeEvents());

    List<Future<SliceResult>> results = new ArrayList<>();
    for (SliceBench bench : benches) {
      results.add(slices.submit(() -> bench.drainAll(relay)));
    }
    for (Future<SliceResult> result : results) {
      assertThat(result.get().more()).isFalse();
    }

    assertThat(crowd.mostAtOnce.get()).isEqualTo(2);
    assertThat(crowd.destination.stored()).hasSize(3 * ORGANIZATIONS);
  }

  /** Each large event stays on its way until all others are on theirs, or wait for room. */
  private static final class Crowd {
    private final AtomicInteger left = new AtomicInteger(ORGANIZATIONS);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final FakeDestination destination = new FakeDestination(this::answer);
    private final CompletableFuture<LargeEvents> room = new CompletableFuture<>();

    private DeliveryOutcome answer(PendingEvent event) {
      if (event.payload().length() >= LARGE_BYTES) {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        while (atOnce.get() + room.join().waiting() < left.get()
            && !Thread.currentThread().isInterrupted()) {
          Thread.onSpinWait();
        }
        left.decrementAndGet();
        atOnce.decrementAndGet();
      }
      return FakeDestination.accepted();
    }
  }

  @Test
  void oneThatIsLargerThanAllTheRoomGoesAlone() throws Exception {
    SliceBench bench = bench();
    UUID first = bench.append("key", "\"" + "x".repeat(2 * PREFETCH_BYTES) + "\"");
    UUID second = bench.append("key", large());
    FakeDestination destination = new FakeDestination();

    bench.drainAll(bench.relay(destination, settings(Duration.ofMinutes(1))));

    assertThat(destination.storedIds()).containsExactly(first, second);
  }

  @Test
  void whoGetsNoRoomInItsTimeTriesAgainInTheNextSliceAtOnce() throws Exception {
    SliceBench bench = bench();
    UUID large = bench.append(null, large());
    FakeDestination destination = new FakeDestination();
    DrainSliceComponent relay = bench.relay(destination, settings(Duration.ofMillis(1)));
    try (LargeEvents.Room all = relay.largeEvents().await(PREFETCH_BYTES, () -> false)) {
      assertThat(all.bytes()).isPositive();

      SliceResult result = bench.drain(relay, "run", 1, 1);

      assertThat(result.more()).isTrue();
      assertThat(destination.calls()).isZero();
    }
    bench.drainAll(bench.relay(destination, settings(Duration.ofMinutes(1))));
    assertThat(destination.storedIds()).containsExactly(large);
  }

  @Test
  void whoLingersHoldsNoRoom() throws Exception {
    SliceBench bench = bench();
    bench.append(null, large());
    DrainSliceComponent relay =
        bench.relay(new FakeDestination(), settings(Duration.ofMinutes(1), Duration.ofMinutes(1)));
    Future<SliceResult> slice = slices.submit(() -> bench.drain(relay, "run", 1, 1));
    while (!relay.watcher().isWatching()) {
      Thread.onSpinWait();
    }
    try {
      assertAllRoomIsFree(relay);
    } finally {
      relay.stop().request();
    }
    assertThat(slice.get().delivered()).isEqualTo(1);
  }

  @Test
  void whatStandsBehindABlockedKeyWaitsForNoRoom() throws Exception {
    SliceBench bench = bench();
    UUID postponed = bench.append("key", "{\"n\":1}");
    bench.append("key", large());
    UUID free = bench.append(null, "{\"n\":3}");
    bench.update(
        "UPDATE signalbox.outbox_event SET next_attempt_at = now() + interval '1 hour'"
            + " WHERE organization_id = ? AND event_id = ?",
        bench.organization.value(),
        postponed);
    FakeDestination destination = new FakeDestination();
    DrainSliceComponent relay = bench.relay(destination, settings(Duration.ofSeconds(2)));

    try (LargeEvents.Room all = relay.largeEvents().await(PREFETCH_BYTES, () -> false)) {
      assertThat(all.bytes()).isPositive();
      assertThat(bench.drain(relay, "run", 1, 1).more()).isFalse();
    }
    assertThat(destination.storedIds()).containsExactly(free);
  }

  /** Of what a page tells, payloads are large, and a page may have hundreds of rows. */
  @Test
  void whatMayNotGoIsNotRead() throws Exception {
    SliceBench bench = bench();
    bench.append("key", large());
    bench.append("another key", large());
    bench.update(
        "UPDATE signalbox.outbox_event SET next_attempt_at = now() + interval '1 hour'"
            + " WHERE organization_id = ?",
        bench.organization.value());
    bench.append(null, "{}");
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        PreparedStatement wide =
            connection.prepareStatement(SchemaName.DEFAULT.in(OutboxReader.READ_PAGE));
        PreparedStatement plain =
            connection.prepareStatement(SchemaName.DEFAULT.in(PlainPage.READ))) {
      OutboxReader.bind(wide, bench.organization, 0, new String[0], 40, 10, PREFETCH_BYTES);
      assertThat(payloads(wide)).containsExactly("null", "null", "{}");
      PlainPage.bind(plain, bench.organization, 0, 10, PREFETCH_BYTES);
      assertThat(payloads(plain)).containsExactly("null", "null", "{}");
    }
  }

  private static List<String> payloads(PreparedStatement page) throws SQLException {
    List<String> payloads = new ArrayList<>();
    try (ResultSet row = page.executeQuery()) {
      while (row.next()) {
        payloads.add(String.valueOf(row.getString("payload")));
      }
    }
    return payloads;
  }

  @Test
  void theRoomIsFreeAgainHoweverTheSliceEnds() throws Exception {
    SliceBench bench = bench();
    bench.append(null, large());
    FakeDestination broken =
        new FakeDestination(
            event -> {
              throw new OutOfMemoryError("simulated");
            });
    DrainSliceComponent relay = bench.relay(broken, settings(Duration.ofMinutes(1)));

    try {
      bench.drain(relay, "run", 1, 1);
    } catch (OutOfMemoryError expected) {
      assertThat(expected).hasMessage("simulated");
    }

    assertThat(broken.calls()).isEqualTo(1);
    assertAllRoomIsFree(relay);
  }

  private static void assertAllRoomIsFree(DrainSliceComponent relay) throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    try (LargeEvents.Room all =
        relay.largeEvents().await(PREFETCH_BYTES, () -> asked.getAndIncrement() > 0)) {
      assertThat(all.bytes()).isEqualTo(PREFETCH_BYTES / 3);
    }
  }

  private static SliceBench bench() throws SQLException {
    return new SliceBench(SIGNALBOX.database().dataSource());
  }

  private static String large() {
    return "\"" + "x".repeat(LARGE_BYTES - 2) + "\"";
  }

  private static StepSettings settings(Duration sliceTime) {
    return settings(sliceTime, Duration.ZERO);
  }

  private static StepSettings settings(Duration sliceTime, Duration linger) {
    return new StepSettings(
        LeaseSettings.DEFAULT,
        OrganizationSettings.DEFAULT,
        new DrainSettings(sliceTime, sliceTime, linger, 10, 40, BATCH_BYTES, PREFETCH_BYTES, 8),
        DeliverySettings.DEFAULT,
        SliceBench.LATER,
        WatchSettings.DEFAULT,
        new SweepSettings(Duration.ofHours(1), Duration.ZERO, 100));
  }
}
