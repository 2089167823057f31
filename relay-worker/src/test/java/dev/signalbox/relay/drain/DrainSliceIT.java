package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrainSliceIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  /** Of the connections of a slice that finds nothing: take, rows, clear. */
  private static final int BEFORE_THE_CLEAR = 3;

  private static final int BEFORE_THE_LAST_LOOK = 4;

  private static DataSource dataSource;

  @BeforeAll
  static void connect() {
    dataSource =
        new GatedDataSource(new GatedDataSource.Stock(SIGNALBOX.database().dataSource()), () -> {});
  }

  @Test
  void deliversEverythingAndLogsIt() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    List<UUID> ids = bench.append(35);
    FakeDestination destination = new FakeDestination();

    SliceResult result = bench.drain(bench.relay(destination), "run", 1, 1);

    assertThat(result).isEqualTo(new SliceResult(35, 0, 0, 0, false, SliceResult.NEVER, "", "", 1));
    assertThat(destination.storedIds()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(bench.pending()).isZero();
    assertThat(bench.logged()).isEqualTo(35);
  }

  @Test
  void handsOverEveryPayloadByteForByte() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    List<String> payloads =
        List.of(
            "{\"a\":1,\"a\":2}",
            "{ \"n\" : 1e400 }",
            "{\"n\":" + "1234567890".repeat(6) + "1234}",
            "{\"s\":\"\\u0000\\ud83d\\ude80\"}",
            "{\"s\":\"🚀 ü \\\\ \\/ \\n\"}",
            "\n\t {\r\n}  ",
            "{\"s\":\"" + "x".repeat((1 << 20) - 8) + "\"}");
    for (String payload : payloads) {
      bench.append("in order", payload);
    }
    FakeDestination destination = new FakeDestination();

    bench.drainAll(bench.relay(destination));

    assertThat(destination.stored())
        .extracting(stored -> stored.event().payload())
        .containsExactlyElementsOf(payloads);
  }

  @Test
  void aRejectedEventGoesToTheDeadLettersAndTheOthersGoOn() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append("key", "{\"n\":1}");
    UUID second = bench.append("key", "{\"n\":2}");
    FakeDestination destination =
        new FakeDestination(
            event ->
                event.payload().contains("1")
                    ? new DeliveryOutcome.Rejected(422, "Svix answered 422", "no \u00e4")
                    : FakeDestination.accepted());

    SliceResult result = bench.drainAll(bench.relay(destination));

    assertThat(result.lastError()).isEqualTo("Svix answered 422");
    assertThat(destination.storedIds()).containsExactly(second);
    assertThat(bench.pending()).isZero();
    assertThat(
            bench.text(
                "SELECT status || ' ' || reason || ' ' || response || ' ' || attempts || payload"
                    + " FROM signalbox.dead_letter WHERE organization_id = ?"))
        .isEqualTo("422 Svix answered 422 no \u00e4 1{\"n\":1}");
  }

  @Test
  void aFailedEventIsDueAgainAndHoldsBackItsKeyAlone() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append("key", "{\"n\":1}");
    bench.append("key", "{\"n\":2}");
    UUID other = bench.append("other key", "{\"n\":3}");
    UUID none = bench.append(null, "{\"n\":4}");
    FakeDestination destination =
        new FakeDestination(
            event ->
                event.payload().contains("1")
                    ? new DeliveryOutcome.Failed(503, "Svix answered 503", "busy")
                    : FakeDestination.accepted());

    SliceResult result = bench.drainAll(bench.relay(destination));

    assertThat(destination.storedIds()).containsExactlyInAnyOrder(other, none);
    assertThat(result.nextDueMillis()).isBetween(1L, Duration.ofHours(1).toMillis());
    assertThat(result.stopped()).isEmpty();
    assertThat(bench.pending()).isEqualTo(2);
    assertThat(
            bench.text(
                "SELECT attempts || ' ' || last_error FROM signalbox.outbox_event"
                    + " WHERE organization_id = ? AND attempts > 0"))
        .isEqualTo("1 Svix answered 503: busy");
  }

  @Test
  void aMisconfiguredDestinationStopsTheSliceAndBlamesNoEvent() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(30);
    FakeDestination destination =
        new FakeDestination(event -> new DeliveryOutcome.Misconfigured("Svix answered 401"));

    SliceResult result = bench.drain(bench.relay(destination), "run", 1, 1);

    assertThat(result.stopped()).isEqualTo("refused");
    assertThat(result.lastError()).isEqualTo("Svix answered 401");
    assertThat(result.more()).isFalse();
    assertThat(result.nextDueMillis()).isPositive();
    assertThat(destination.calls()).isLessThanOrEqualTo(16);
    assertThat(bench.pending()).isEqualTo(30);
    assertThat(
            bench.number(
                "SELECT max(attempts) FROM signalbox.outbox_event WHERE organization_id = ?"))
        .isZero();
    assertThat(
            bench.text(
                "SELECT quiet_until > now() AND draining_until IS NULL AND finished"
                    + " FROM signalbox.relay_lease WHERE organization_id = ?"))
        .isEqualTo("t");
  }

  @Test
  void anOrganizationThatIsNoUidIsHeldUntilItsRowNamesAnApplication() throws Exception {
    SliceBench bench = new SliceBench(dataSource, "app_" + UUID.randomUUID() + "/é");
    bench.append(1);
    FakeDestination destination = new FakeDestination();

    assertThat(bench.drain(bench.relay(destination), "run", 1, 1).lastError())
        .contains("must name a Svix application");
    assertThat(destination.calls()).isZero();

    bench.update(
        "INSERT INTO signalbox.organization (organization_id, svix_application)"
            + " VALUES (?, 'app_mapped')",
        bench.organization.value());
    bench.drainAll(bench.relay(destination));

    assertThat(destination.stored()).hasSize(1);
    assertThat(destination.stored().get(0).application()).isEqualTo("app_mapped");
  }

  @Test
  void aCrashBetweenAnswerAndSettleDeliversAgainUnderTheSameId() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    List<UUID> ids = bench.append(5);
    FakeDestination destination = new FakeDestination();
    DrainSliceComponent crashing =
        DaggerDrainSliceComponent.factory()
            .create(
                dataSource,
                SchemaName.DEFAULT,
                destination,
                organizations -> {},
                settlement -> {
                  throw new Stage.Killed();
                },
                System::nanoTime,
                SliceBench.settings(Duration.ZERO, 10, 4 << 20, SliceBench.LATER));
    try {
      bench.drain(crashing, "run", 1, 1);
      throw new AssertionError("The slice survived.");
    } catch (Stage.Killed killed) {
      assertThat(bench.pending()).isEqualTo(5);
    }

    SliceResult result = bench.drain(bench.relay(destination), "run", 1, 2);

    assertThat(result.duplicates()).isEqualTo(5);
    assertThat(destination.storedIds()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(bench.pending()).isZero();
    assertThat(bench.logged()).isEqualTo(5);
  }

  /** Time runs out between the clear and the last look, and an event was suppressed before. */
  @Test
  void aLastLookThatComesTooLateStillLooks() throws Exception {
    SliceBench bench = new SliceBench(SIGNALBOX.database().dataSource());
    GatedDataSource.Stock stock = new GatedDataSource.Stock(SIGNALBOX.database().dataSource());
    Duration sliceTime = Duration.ofSeconds(1);
    int[] taken = {0};
    Runnable appendThenLoseTime =
        () -> {
          taken[0]++;
          if (taken[0] == BEFORE_THE_CLEAR) {
            append(bench);
          } else if (taken[0] == BEFORE_THE_LAST_LOOK) {
            long cleared = System.nanoTime();
            while (System.nanoTime() - cleared <= sliceTime.toNanos()) {
              Thread.onSpinWait();
            }
          }
        };
    DrainSliceComponent relay =
        DaggerDrainSliceComponent.factory()
            .create(
                new GatedDataSource(stock, appendThenLoseTime),
                SchemaName.DEFAULT,
                new FakeDestination(),
                organizations -> {},
                Runnable::run,
                System::nanoTime,
                SliceBench.settings(sliceTime));

    SliceResult result = bench.drain(relay, "run", 1, 1);

    assertThat(taken[0]).isGreaterThanOrEqualTo(BEFORE_THE_LAST_LOOK);
    assertThat(result.more()).isTrue();
  }

  private static void append(SliceBench bench) {
    try {
      bench.append(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aZombieSettlesNothing() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(1);
    AtomicBoolean first = new AtomicBoolean(true);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FakeDestination destination =
        new FakeDestination(
            event -> {
              if (first.getAndSet(false)) {
                inside.countDown();
                awaitQuietly(goOn);
                return new DeliveryOutcome.Rejected(422, "Svix answered 422", "");
              }
              return new DeliveryOutcome.Failed(503, "Svix answered 503", "");
            });
    DrainSliceComponent relay = bench.relay(destination);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SliceResult> zombie = threads.submit(() -> bench.drain(relay, "run", 1, 1));
      inside.await();
      SliceResult alive = bench.drain(relay, "run", 1, 2);
      assertThat(alive.stopped()).isEqualTo("unreachable");
      goOn.countDown();
      assertThat(zombie.get().more()).isTrue();
    }
    assertThat(bench.pending()).isEqualTo(1);
    assertThat(bench.number("SELECT count(*) FROM signalbox.dead_letter WHERE organization_id = ?"))
        .isZero();
  }

  @Test
  void anEventThatComesWhileTheSliceLingersNeedsNoOtherSlice() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(1);
    Semaphore arrivals = new Semaphore(0);
    FakeDestination destination =
        new FakeDestination(
            event -> {
              arrivals.release();
              return FakeDestination.accepted();
            });
    DrainSliceComponent relay =
        bench.relay(
            destination,
            SliceBench.settings(Duration.ofSeconds(30), 10, 4 << 20, SliceBench.LATER));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SliceResult> slice = threads.submit(() -> bench.drain(relay, "run", 1, 1));
      arrivals.acquire();
      bench.append("key", "{\"n\":2}");
      arrivals.acquire();
      relay.stop().request();
      SliceResult result = slice.get();
      assertThat(result.delivered()).isEqualTo(2);
      assertThat(result.more()).isTrue();
    }
    assertThat(bench.pending()).isZero();
    assertThat(bench.text("SELECT finished FROM signalbox.relay_lease WHERE organization_id = ?"))
        .isEqualTo("t");
  }

  @Test
  void whatCommitsLateIsFoundDuringTheLingerThoughAKeyIsBlocked() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    CountDownLatch passed = new CountDownLatch(1);
    AtomicReference<DrainSliceComponent> relay = new AtomicReference<>();
    FakeDestination destination =
        new FakeDestination(
            event -> {
              if ("another key".equals(event.orderingKey())) {
                return FakeDestination.accepted();
              }
              if (event.orderingKey() != null) {
                passed.countDown();
                return new DeliveryOutcome.Failed(503, "Svix answered 503", "");
              }
              relay.get().stop().request(); // before the last look, which would find it anyway
              return FakeDestination.accepted();
            });
    relay.set(
        bench.relay(
            destination,
            SliceBench.settings(Duration.ofSeconds(20), 10, 4 << 20, SliceBench.LATER)));
    try (Connection late = SIGNALBOX.database().dataSource().getConnection();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      late.setAutoCommit(false);
      try (PreparedStatement insert =
          late.prepareStatement(
              "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
                  + " VALUES (gen_random_uuid(), ?, 'bench.made', '{}')")) {
        insert.setString(1, bench.organization.value());
        insert.executeUpdate();
      }
      bench.append("another key", "{\"n\":0}");
      bench.append("key", "{\"n\":1}");
      Future<SliceResult> slice = threads.submit(() -> bench.drain(relay.get(), "run", 1, 1));
      passed.await();
      late.commit();
      assertThat(slice.get().delivered()).isEqualTo(2);
    }
  }

  @Test
  void aRowThatCannotBeSentDiesAloneAndTheOthersOfItsKeyGoOn() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.update(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, ordering_key,"
            + " payload) VALUES (gen_random_uuid(), ?, 'bench.made', 'key', repeat('x', ?))",
        bench.organization.value(),
        EventRow.MAX_PAYLOAD_BYTES + 1);
    UUID next = bench.append("key", "{}");
    FakeDestination destination = new FakeDestination();

    bench.drainAll(bench.relay(destination));

    assertThat(destination.storedIds()).containsExactly(next);
    assertThat(destination.calls()).isEqualTo(1);
    assertThat(bench.text("SELECT reason FROM signalbox.dead_letter WHERE organization_id = ?"))
        .isEqualTo("Payload is 16777217 bytes; the relay reads at most 16777216.");
  }

  @Test
  void aLookUpThatFailsLeavesTheLeaseFinished() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    AtomicInteger transactions = new AtomicInteger();
    DrainSliceComponent relay =
        new SliceBench(
                new GatedDataSource(
                    new GatedDataSource.Stock(SIGNALBOX.database().dataSource()),
                    () -> {
                      if (transactions.incrementAndGet() == 2) { // after the lease was taken
                        throw new IllegalStateException("simulated");
                      }
                    }))
            .relay(new FakeDestination());

    assertThatThrownBy(() -> bench.drain(relay, "run", 1, 1)).hasMessage("simulated");

    assertThat(bench.text("SELECT finished FROM signalbox.relay_lease WHERE organization_id = ?"))
        .isEqualTo("t");
  }

  @Test
  void everyKeyStaysInOrderUnderParallelismAndRetries() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("everyKeyStaysInOrderUnderParallelismAndRetries: seed " + seed);
    Random random = new Random(seed);
    SliceBench bench = new SliceBench(dataSource);
    Map<String, List<UUID>> appended = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      String key = "key " + random.nextInt(7);
      appended
          .computeIfAbsent(key, k -> new ArrayList<>())
          .add(bench.append(key, "{\"n\":" + i + "}"));
    }
    FakeDestination destination =
        new FakeDestination(
            event ->
                random.nextInt(4) == 0
                    ? new DeliveryOutcome.Failed(500, "Svix answered 500", "")
                    : FakeDestination.accepted());
    DrainSliceComponent relay =
        bench.relay(
            destination,
            SliceBench.settings(
                Duration.ZERO, 16, 200, new Backoff(Duration.ofMillis(1), Duration.ofMillis(3))));

    SliceResult result = bench.drainAll(relay);
    while (result.nextDueMillis() != SliceResult.NEVER) {
      result = bench.drainAll(relay);
    }

    Map<String, List<UUID>> stored = new HashMap<>();
    destination
        .stored()
        .forEach(
            s ->
                stored
                    .computeIfAbsent(
                        String.valueOf(s.event().orderingKey()), k -> new ArrayList<>())
                    .add(s.event().eventId()));
    assertThat(stored).isEqualTo(appended);
  }

  @Test
  void aMissingPartitionOfTheLogIsMadeBySettling() throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    bench.append(3);
    bench.update(
        "DO $$ DECLARE part regclass; BEGIN FOR part IN SELECT inhrelid::regclass FROM pg_inherits"
            + " WHERE inhparent = 'signalbox.delivered_event'::regclass LOOP"
            + " EXECUTE 'DROP TABLE ' || part; END LOOP; END $$");

    bench.drainAll(bench.relay(new FakeDestination()));

    assertThat(bench.pending()).isZero();
    assertThat(bench.logged()).isEqualTo(3);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
