package dev.signalbox.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.contract.OrganizationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchDeliveryTest {

  private static final OrganizationId ACME = new OrganizationId("acme");
  private static final Target TARGET = new Target(ACME, "acme", false);
  private static final DeliveryOutcome ACCEPTED = new DeliveryOutcome.Accepted("msg_1", false);
  private static final DeliveryOutcome FAILED = new DeliveryOutcome.Failed(500, "500", "");
  private static final DeliveryOutcome REJECTED = new DeliveryOutcome.Rejected(422, "422", "");

  private final RecordingDestination destination = new RecordingDestination();
  private final PermitGate gate = new PermitGate(new DeliverySettings(64, Duration.ofSeconds(10)));
  private final BatchDelivery delivery =
      new BatchDelivery(destination, gate, new DestinationHealth());

  @Test
  void nothingIsNothing() throws InterruptedException {
    assertThat(delivery.deliver(TARGET, plan(8), List.of(), BatchDeliveryTest::neverOver))
        .isEmpty();
  }

  @Test
  void everyEventIsTriedOnceInOrderAndOneAtATimeWithinItsKey() throws InterruptedException {
    long seed = System.nanoTime();
    System.out.println("BatchDeliveryTest seed " + seed);
    Random random = new Random(seed);
    List<PendingEvent> events = new ArrayList<>();
    for (long id = 1; id <= 2_000; id++) {
      int key = random.nextInt(12);
      events.add(event(id, key == 0 ? null : "key-" + key));
    }
    destination.answers = event -> random(seed, event) ? REJECTED : ACCEPTED;

    List<Attempt> attempts =
        delivery.deliver(TARGET, plan(8), events, BatchDeliveryTest::neverOver);

    assertThat(attempts).as("seed %d", seed).hasSize(2_000);
    assertThat(destination.started).hasSize(2_000);
    assertThat(destination.mostAtOncePerKey).as("seed %d", seed).hasValue(1);
    assertThat(destination.mostAtOnce.get()).as("seed %d", seed).isBetween(1, 8);
    for (int key = 1; key < 12; key++) {
      assertThat(destination.idsOf("key-" + key)).as("seed %d key %d", seed, key).isSorted();
    }
    assertThat(gate.free()).isEqualTo(64);
  }

  @Test
  void eventsWithoutAKeyBeginInIdOrder() throws InterruptedException {
    List<PendingEvent> events = keyless(200);
    delivery.deliver(TARGET, plan(1), events, BatchDeliveryTest::neverOver);
    assertThat(destination.started).isEqualTo(events);
  }

  @Test
  void eventsWithoutAKeyRunBesideEachOtherUpToTheLimit() throws InterruptedException {
    CountDownLatch together = new CountDownLatch(4);
    destination.answers =
        event -> {
          together.countDown();
          uninterruptibly(together); // ends only when four calls are in flight at once
          return ACCEPTED;
        };
    assertThat(delivery.deliver(TARGET, plan(4), keyless(40), BatchDeliveryTest::neverOver))
        .hasSize(40);
    assertThat(destination.mostAtOnce).hasValue(4);
  }

  @Test
  void aFailedEventStopsItsKeyOnly() throws InterruptedException {
    List<PendingEvent> events =
        List.of(event(1, "a"), event(2, "b"), event(3, "a"), event(4, null), event(5, "b"));
    destination.answers = event -> event.id() == 1 || event.id() == 4 ? FAILED : ACCEPTED;

    List<Attempt> attempts =
        delivery.deliver(TARGET, plan(1), events, BatchDeliveryTest::neverOver);

    assertThat(ids(attempts)).containsExactlyInAnyOrder(1L, 2L, 4L, 5L);
  }

  @Test
  void aRejectedEventLetsItsKeyGoOn() throws InterruptedException {
    destination.answers = event -> event.id() == 1 ? REJECTED : ACCEPTED;
    List<Attempt> attempts =
        delivery.deliver(
            TARGET, plan(4), List.of(event(1, "a"), event(2, "a")), BatchDeliveryTest::neverOver);
    assertThat(ids(attempts)).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void aRejectedEventStopsItsKeyWhereKeysAreParked() throws InterruptedException {
    destination.answers = event -> event.id() == 1 ? REJECTED : ACCEPTED;
    List<Attempt> attempts =
        delivery.deliver(
            TARGET,
            new Plan(new Share(4, 1), true, false),
            List.of(event(1, "a"), event(2, "a"), event(3, null)),
            BatchDeliveryTest::neverOver);
    assertThat(ids(attempts)).containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void aDestinationThatAcceptsNothingIsNotSentAWholeBatch() throws InterruptedException {
    destination.answers = event -> FAILED;
    List<Attempt> attempts =
        delivery.deliver(TARGET, plan(1), keyless(500), BatchDeliveryTest::neverOver);
    assertThat(attempts).hasSize(BatchDelivery.FAILURES_IN_A_ROW);
    assertThat(attempts)
        .filteredOn(attempt -> attempt.outcome() instanceof DeliveryOutcome.Unreachable)
        .extracting(attempt -> attempt.event().id())
        .containsExactly((long) BatchDelivery.FAILURES_IN_A_ROW);
  }

  @Test
  void manyFailuresInARowOfADestinationThatAcceptsOthersStopNothing() throws InterruptedException {
    destination.answers = event -> event.id() == 1 ? ACCEPTED : FAILED;
    assertThat(delivery.deliver(TARGET, plan(1), keyless(60), BatchDeliveryTest::neverOver))
        .hasSize(60);
  }

  @Test
  void anOutageIsNoticedThoughTheLastAcceptanceIsRecent() throws InterruptedException {
    destination.answers = event -> event.id() == 1 ? ACCEPTED : FAILED;
    assertThat(delivery.deliver(TARGET, plan(1), keyless(500), BatchDeliveryTest::neverOver))
        .hasSize(1 + DestinationHealth.FAILURES);
  }

  @Test
  void probingReachesBeyondThoseInFrontAndKeepsTheOrderOfAKey() throws InterruptedException {
    List<PendingEvent> events = new ArrayList<>(keyless(60));
    for (long id = 61; id <= 120; id++) {
      events.add(event(id, id % 2 == 0 ? "even" : "odd"));
    }
    destination.answers = event -> event.id() <= 60 ? FAILED : ACCEPTED;
    boolean reached = false;
    for (int visit = 0; visit < 10_000 && !reached; visit++) {
      delivery.deliver(
          TARGET, new Plan(new Share(1, 1), false, true), events, BatchDeliveryTest::neverOver);
      reached = !destination.idsOf("even").isEmpty();
    }
    assertThat(reached).isTrue();
    assertThat(destination.idsOf("even")).isSorted();
  }

  static List<DeliveryOutcome> stops() {
    return List.of(
        new DeliveryOutcome.Throttled("429", Optional.of(Duration.ofSeconds(3))),
        new DeliveryOutcome.Misconfigured("401"),
        new DeliveryOutcome.Unreachable("refused"));
  }

  @ParameterizedTest
  @MethodSource("stops")
  void aDestinationThatAsksToStopGetsNothingMore(DeliveryOutcome stop) throws InterruptedException {
    destination.answers = event -> event.id() == 3 ? stop : ACCEPTED;
    List<Attempt> attempts =
        delivery.deliver(TARGET, plan(1), keyless(10), BatchDeliveryTest::neverOver);
    assertThat(ids(attempts)).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  /** One call holds the only permit while the others wait for theirs; then it is told to stop. */
  @ParameterizedTest
  @MethodSource("stops")
  void aStopReachesThoseThatWaitForAPermit(DeliveryOutcome stop) throws InterruptedException {
    PermitGate narrow = new PermitGate(new DeliverySettings(1, Duration.ofSeconds(10)));
    destination.answers =
        event -> {
          waitForTheOthersOnce(narrow);
          return stop;
        };
    List<Attempt> attempts =
        new BatchDelivery(destination, narrow, new DestinationHealth())
            .deliver(TARGET, plan(4), keyless(4), BatchDeliveryTest::neverOver);
    assertThat(attempts).hasSize(1);
    assertThat(narrow.free()).isEqualTo(1);
  }

  @Test
  void anEndReachesThoseThatWaitForAPermit() throws InterruptedException {
    PermitGate narrow = new PermitGate(new DeliverySettings(1, Duration.ofSeconds(10)));
    AtomicBoolean over = new AtomicBoolean();
    destination.answers =
        event -> {
          waitForTheOthersOnce(narrow);
          over.set(true);
          return ACCEPTED;
        };
    List<Attempt> attempts =
        new BatchDelivery(destination, narrow, new DestinationHealth())
            .deliver(TARGET, plan(4), keyless(4), over::get);
    assertThat(attempts).hasSize(1);
  }

  @Test
  void nothingBeginsOnceItIsOver() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    destination.answers =
        event -> {
          over.set(event.id() == 5);
          return ACCEPTED;
        };
    List<Attempt> attempts = delivery.deliver(TARGET, plan(1), keyless(10), over::get);
    assertThat(ids(attempts)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aDestinationThatThrowsFailsTheEventAndSaysNothingOfIt() throws InterruptedException {
    destination.answers =
        event -> {
          if (event.id() == 1) {
            throw new IllegalArgumentException("cannot send " + event.payload());
          }
          return ACCEPTED;
        };
    List<Attempt> attempts =
        delivery.deliver(
            TARGET,
            plan(1),
            List.of(event(1, "a"), event(2, "a"), event(3, null)),
            BatchDeliveryTest::neverOver);

    assertThat(ids(attempts)).containsExactlyInAnyOrder(1L, 3L);
    assertThat(attempts.getFirst().outcome())
        .isEqualTo(new DeliveryOutcome.Failed("threw IllegalArgumentException"));
    assertThat(gate.free()).isEqualTo(64);
  }

  /** Else the event would count as not tried, and those behind it in its key would overtake it. */
  @Test
  void anErrorOfTheDestinationEndsTheDelivery() {
    destination.answers =
        event -> {
          throw new StackOverflowError();
        };
    assertThatExceptionOfType(StackOverflowError.class)
        .isThrownBy(
            () -> delivery.deliver(TARGET, plan(2), keyless(10), BatchDeliveryTest::neverOver));
    assertThat(gate.free()).isEqualTo(64);
  }

  @Test
  void anInterruptedCallerWaitsForTheCallsUnderWay() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(2);
    AtomicInteger ended = new AtomicInteger();
    destination.answers =
        event -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) { // clears the flag, as an HTTP client may
            ended.incrementAndGet();
          }
          return FAILED;
        };
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicInteger endedWhenThrown = new AtomicInteger();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    delivery.deliver(TARGET, plan(2), keyless(2), BatchDeliveryTest::neverOver);
                  } catch (InterruptedException e) {
                    endedWhenThrown.set(ended.get());
                    thrown.set(e);
                  }
                });
    begun.await();
    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(endedWhenThrown).hasValue(2);
    assertThat(gate.free()).isEqualTo(64);
  }

  @Test
  void anInterruptReachesThoseThatWaitForAPermit() throws InterruptedException {
    PermitGate narrow = new PermitGate(new DeliverySettings(1, Duration.ofSeconds(10)));
    narrow.acquire(new OrganizationId("other"), new Share(1, 1), () -> false);
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    new BatchDelivery(destination, narrow, new DestinationHealth())
                        .deliver(TARGET, plan(3), keyless(9), BatchDeliveryTest::neverOver);
                  } catch (InterruptedException e) {
                    interrupted.set(true);
                  }
                });
    awaitWaiting(narrow, 3);
    caller.interrupt();
    caller.join();

    assertThat(interrupted).isTrue();
    assertThat(destination.started).isEmpty();
    narrow.release(new OrganizationId("other"), 1);
    assertThat(narrow.free()).isEqualTo(1);
  }

  @Test
  void aPermitIsKeptFromCallToCallUntilItsTurnIsOver() throws InterruptedException {
    assertThat(othersServedBeforeEachOf(4, BatchDelivery.TURN_NANOS / 2))
        .containsExactly(0, 0, 1, 1);
  }

  @Test
  void aPermitIsNotKeptWhereACallTakesAsLongAsATurn() throws InterruptedException {
    assertThat(othersServedBeforeEachOf(4, BatchDelivery.TURN_NANOS)).containsExactly(0, 1, 2, 3);
  }

  /** One permit; while each event is under way another organization comes and waits for it. */
  private List<Integer> othersServedBeforeEachOf(int events, long nanosPerCall)
      throws InterruptedException {
    PermitGate narrow = new PermitGate(new DeliverySettings(1, Duration.ofSeconds(10)));
    AtomicLong now = new AtomicLong();
    AtomicInteger served = new AtomicInteger();
    List<Integer> before = new ArrayList<>();
    List<Thread> others = new ArrayList<>();
    destination.answers =
        event -> {
          before.add(served.get());
          if (served.get() == others.size()) {
            others.add(Thread.ofVirtual().start(() -> passThrough(narrow, served)));
          }
          awaitWaiting(narrow, 1);
          now.addAndGet(nanosPerCall);
          return ACCEPTED;
        };
    List<Attempt> attempts =
        new BatchDelivery(destination, narrow, new DestinationHealth(), now::get)
            .deliver(TARGET, plan(1), keyless(events), BatchDeliveryTest::neverOver);
    for (Thread other : others) {
      other.join();
    }
    assertThat(attempts).hasSize(events);
    assertThat(narrow.free()).isEqualTo(1);
    return before;
  }

  private static void passThrough(PermitGate gate, AtomicInteger served) {
    OrganizationId other = new OrganizationId("other");
    try {
      gate.acquire(other, new Share(1, 1), () -> false);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    served.incrementAndGet();
    gate.release(other, 1);
  }

  @Test
  void anInterruptEndsATurn() {
    destination.answers =
        event -> {
          Thread.currentThread().interrupt();
          return ACCEPTED;
        };
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () ->
                new BatchDelivery(destination, gate, new DestinationHealth(), () -> 0)
                    .deliver(TARGET, plan(1), keyless(9), BatchDeliveryTest::neverOver));
    assertThat(destination.started).hasSize(1);
    assertThat(gate.free()).isEqualTo(64);
  }

  /** In a later call nobody else may be left to wait for. */
  private void waitForTheOthersOnce(PermitGate narrow) {
    if (destination.started.size() == 1) {
      awaitWaiting(narrow, 3);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a virtual thread must not spin on its carrier
  private static void awaitWaiting(PermitGate gate, int callers) {
    while (gate.waiting() < callers) {
      Thread.yield();
    }
  }

  private static boolean random(long seed, PendingEvent event) {
    return new Random(seed ^ event.id()).nextInt(10) == 0;
  }

  private static Plan plan(int limit) {
    return new Plan(new Share(limit, 1));
  }

  private static boolean neverOver() {
    return false;
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts this call.", e);
    }
  }

  private static List<Long> ids(List<Attempt> attempts) {
    return attempts.stream().map(attempt -> attempt.event().id()).toList();
  }

  private static List<PendingEvent> keyless(int count) {
    List<PendingEvent> events = new ArrayList<>();
    for (long id = 1; id <= count; id++) {
      events.add(event(id, null));
    }
    return events;
  }

  private static PendingEvent event(long id, @Nullable String key) {
    return new PendingEvent(id, new UUID(0, id), "order.paid", "{}", key, List.of(), 0);
  }

  /** Answers as told, and remembers who was in flight with whom. */
  private static final class RecordingDestination implements Destination {
    private final List<PendingEvent> started = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, AtomicInteger> inFlightPerKey = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger mostAtOncePerKey = new AtomicInteger();
    private volatile Function<PendingEvent, DeliveryOutcome> answers = event -> ACCEPTED;

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // yields to mix the threads up, nothing relies on it
    public DeliveryOutcome deliver(Target target, PendingEvent event) {
      String key = event.orderingKey();
      AtomicInteger ofKey =
          key == null
              ? new AtomicInteger()
              : inFlightPerKey.computeIfAbsent(key, k -> new AtomicInteger());
      started.add(event);
      mostAtOncePerKey.accumulateAndGet(ofKey.incrementAndGet(), Math::max);
      mostAtOnce.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      try {
        Thread.yield();
        return answers.apply(event);
      } finally {
        inFlight.decrementAndGet();
        ofKey.decrementAndGet();
      }
    }

    List<Long> idsOf(String key) {
      return started.stream()
          .filter(event -> key.equals(event.orderingKey()))
          .map(PendingEvent::id)
          .toList();
    }
  }
}
