package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The next batch begins while the last calls of one are under way; here each batch has two events.
 * Once a second a slice lets a batch end first, because it looks for late commits: what needs the
 * overlap waits for it no longer than that, and is tried again with another organization.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // without an overlap its tests do not end
class OverlapIT {

  private static final long UNTIL_LATE_LOOK_MILLIS = 1_000;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private SliceBench bench = bench();

  @Test
  void theNextBatchBeginsWhileACallIsUnderWay() throws Exception {
    boolean overlapped = false;
    while (!overlapped) {
      bench = bench();
      List<UUID> events = bench.append(4);
      Meeting meeting = new Meeting();
      FakeDestination destination =
          new FakeDestination(
              event -> {
                if (is(event, events, 1)) {
                  meeting.awaitTheOther();
                } else if (is(event, events, 3)) {
                  meeting.arrive();
                }
                return FakeDestination.accepted();
              });

      bench.drainAll(bench.relay(destination, pagesOfTwo()));

      assertThat(destination.storedIds()).containsExactlyInAnyOrderElementsOf(events);
      assertThat(destination.calls()).isEqualTo(4);
      assertThat(bench.pending()).isZero();
      assertThat(bench.logged()).isEqualTo(4);
      overlapped = meeting.took();
    }
  }

  @Test
  void whatStandsBehindACallUnderWayInItsKeyDoesNotBegin() throws Exception {
    List<UUID> events =
        List.of(
            bench.append("key", "{}"),
            bench.append(null, "{}"),
            bench.append("key", "{}"),
            bench.append(null, "{}"));
    Meeting meeting = new Meeting();
    FakeDestination destination =
        new FakeDestination(
            event -> {
              if (is(event, events, 3)) {
                meeting.arrive();
              }
              if (!is(event, events, 1)) {
                return FakeDestination.accepted();
              }
              meeting.awaitTheOther();
              return new DeliveryOutcome.Failed(500, "Svix answered 500", "");
            });

    bench.drainAll(bench.relay(destination, pagesOfTwo()));

    assertThat(meeting.took()).isFalse();
    assertThat(destination.storedIds()).containsExactly(events.get(1), events.get(3));
    assertThat(bench.pending()).isEqualTo(2);
  }

  /** The page behind the batch has blocked events alone, so the look goes on to the next one. */
  @Test
  void norDoesItFromBehindAPageOfBlockedEvents() throws Exception {
    List<UUID> events =
        List.of(
            bench.append("key", "{}"),
            bench.append(null, "{}"),
            bench.append("blocked", "{}"),
            bench.append("blocked", "{}"),
            bench.append("key", "{}"),
            bench.append(null, "{}"));
    bench.update(
        "UPDATE signalbox.outbox_event SET next_attempt_at = now() + interval '1 hour'"
            + " WHERE organization_id = ? AND event_id = ?",
        bench.organization.value(),
        events.get(2));
    Meeting meeting = new Meeting();
    FakeDestination destination =
        new FakeDestination(
            event -> {
              if (is(event, events, 5)) {
                meeting.arrive();
              }
              if (!is(event, events, 1)) {
                return FakeDestination.accepted();
              }
              meeting.awaitTheOther();
              return new DeliveryOutcome.Failed(500, "Svix answered 500", "");
            });

    bench.drainAll(bench.relay(destination, pagesOfTwo()));

    assertThat(meeting.took()).isFalse();
    assertThat(destination.storedIds()).containsExactly(events.get(1), events.get(5));
    assertThat(bench.pending()).isEqualTo(4);
  }

  /** Two calls at once: of the next two events one goes, and the other waits for the first. */
  @Test
  void aStopHoldsForTheBatchThatHasBegunBesideItAndWhatThatDeliveredIsSettled() throws Exception {
    boolean overlapped = false;
    while (!overlapped) {
      bench = benchOfTwoCalls();
      List<UUID> events = bench.append(4);
      Meeting meeting = new Meeting();
      AtomicReference<Thread> first = new AtomicReference<>();
      FakeDestination destination =
          new FakeDestination(
              event -> {
                if (is(event, events, 1)) {
                  first.set(Thread.currentThread());
                  meeting.awaitTheOther();
                  return new DeliveryOutcome.Throttled("Svix answered 429", Optional.empty());
                }
                if (is(event, events, 3) || is(event, events, 4)) {
                  meeting.arrive();
                  awaitEnd(first); // its lane's, which knows of the stop then
                }
                return FakeDestination.accepted();
              });

      SliceResult result = bench.drain(bench.relay(destination, pagesOfTwo()), "run", 1, 1);

      assertThat(result.stopped()).isEqualTo(Obstacle.THROTTLED.word());
      overlapped = meeting.took();
      if (overlapped) {
        assertThat(destination.storedIds())
            .hasSize(2)
            .startsWith(events.get(1))
            .containsAnyOf(events.get(2), events.get(3));
        assertThat(destination.calls()).isEqualTo(3);
        assertThat(bench.logged()).isEqualTo(2);
        assertThat(bench.pending()).isEqualTo(2);
      }
    }
  }

  /** The second event of the key waits in the first batch, whose own calls succeed. */
  @Test
  void aStopOfThatBatchHoldsForTheFirst() throws Exception {
    boolean overlapped = false;
    while (!overlapped) {
      bench = benchOfTwoCalls();
      List<UUID> events =
          List.of(
              bench.append("key", "{}"),
              bench.append("key", "{}"),
              bench.append(null, "{}"),
              bench.append(null, "{}"),
              bench.append(null, "{}"),
              bench.append(null, "{}"));
      Meeting meeting = new Meeting();
      AtomicReference<Thread> refused = new AtomicReference<>();
      FakeDestination destination =
          new FakeDestination(
              event -> {
                if (is(event, events, 1)) {
                  meeting.awaitTheOther();
                  awaitEnd(refused); // its lane's, which knows of the stop then
                } else if (is(event, events, 4)) {
                  refused.set(Thread.currentThread());
                  meeting.arrive();
                  return new DeliveryOutcome.Throttled("Svix answered 429", Optional.empty());
                }
                return FakeDestination.accepted();
              });

      SliceResult result = bench.drain(bench.relay(destination, pagesOf(3)), "run", 1, 1);

      assertThat(result.stopped()).isEqualTo(Obstacle.THROTTLED.word());
      overlapped = meeting.took();
      if (overlapped) {
        assertThat(destination.storedIds())
            .contains(events.get(0), events.get(2))
            .doesNotContain(events.get(1), events.get(3));
        assertThat(bench.logged()).isEqualTo(destination.storedIds().size());
      }
    }
  }

  @Test
  void aSliceThatHasLostItsLeaseEndsWithNoCallUnderWay() throws Exception {
    boolean overlapped = false;
    while (!overlapped) {
      bench = bench();
      List<UUID> events = bench.append(6);
      Meeting meeting = new Meeting();
      AtomicBoolean underWay = new AtomicBoolean();
      FakeDestination destination =
          new FakeDestination(
              event -> {
                if (is(event, events, 1)) {
                  meeting.awaitTheOther();
                } else if (is(event, events, 3)) {
                  underWay.set(true);
                  takeTheLease();
                  meeting.arrive();
                  new Meeting().awaitTheOther(); // long enough for the slice to see it
                  underWay.set(false);
                }
                return FakeDestination.accepted();
              });

      SliceResult result = bench.drain(bench.relay(destination, pagesOfTwo()), "run", 1, 1);

      overlapped = meeting.took();
      assertThat(underWay).isFalse();
      assertThat(result.more()).isTrue();
      assertThat(bench.logged()).isLessThan(6);
    }
  }

  private void takeTheLease() {
    try {
      bench.update(
          "UPDATE signalbox.relay_lease SET token = token + 1 WHERE organization_id = ?",
          bench.organization.value());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean is(PendingEvent event, List<UUID> events, int place) {
    return event.eventId().equals(events.get(place - 1));
  }

  private static SliceBench bench() {
    return new SliceBench(SIGNALBOX.database().dataSource());
  }

  /** Its organization may have two calls in flight. */
  private static SliceBench benchOfTwoCalls() throws SQLException {
    SliceBench bench = bench();
    bench.update(
        "INSERT INTO signalbox.organization (organization_id, in_flight_limit) VALUES (?, 2)",
        bench.organization.value());
    return bench;
  }

  private static StepSettings pagesOfTwo() {
    return pagesOf(2);
  }

  private static StepSettings pagesOf(int rows) {
    return SliceBench.settings(Duration.ZERO, rows, 4 << 20, SliceBench.LATER);
  }

  private static void awaitEnd(AtomicReference<Thread> lane) {
    try {
      Thread known = lane.get(); // else no overlap: both calls are the next batch's
      if (known != null) {
        known.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One call waits for another to be made. */
  private static final class Meeting {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private volatile boolean took;

    void arrive() {
      arrived.countDown();
    }

    void awaitTheOther() {
      try {
        took = arrived.await(UNTIL_LATE_LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Whether it came while it was waited for. */
    boolean took() {
      return took;
    }
  }
}
