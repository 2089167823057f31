package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.drain.LargeEvents.Room;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargeEventsTest {

  private static final int ROOM = 10;

  private final DrainSettings settings =
      new DrainSettings(
          Duration.ofSeconds(8), Duration.ofSeconds(8), Duration.ZERO, 500, 10_000, 1, 3 * ROOM, 8);
  private final Slots slots = new Slots(settings);
  private final LargeEvents events = new LargeEvents(settings, slots);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void aSmallOneDoesNotPassALargerOneThatCameBefore() throws Exception {
    Room first = events.await(6, () -> false);
    Room second = events.await(4, () -> false);
    Future<Room> large = threads.submit(() -> events.await(8, () -> false));
    awaitWaiting(events, 1);
    Future<Room> small = threads.submit(() -> events.await(2, () -> false));
    awaitWaiting(events, 2);

    second.close();
    assertThat(events.waiting()).isEqualTo(2);
    first.close();

    assertThat(large.get().bytes()).isEqualTo(8);
    assertThat(small.get().bytes()).isEqualTo(2);
  }

  @Test
  void whoGivesUpHoldsNobodyBack() throws Exception {
    Room most = events.await(8, () -> false);
    Future<Room> large = threads.submit(() -> events.await(8, () -> events.waiting() == 2));
    awaitWaiting(events, 1);

    assertThat(events.await(2, () -> false).bytes()).isEqualTo(2);
    assertThat(large.get().bytes()).isZero();
    assertThat(most.bytes()).isEqualTo(8);
  }

  @Test
  void whoIsInterruptedHoldsNothing() throws Exception {
    Room all = events.await(ROOM, () -> false);
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (Room unexpected = events.await(1, () -> false)) {
                    assertThat(unexpected).isNull();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    awaitWaiting(events, 1);
    waiting.interrupt();
    waiting.join();
    all.close();

    assertThat(events.waiting()).isZero();
    assertThat(events.await(ROOM, () -> false).bytes()).isEqualTo(ROOM);
  }

  @Test
  void whoWaitsTakesNothingFromTheSharesOfOthers() throws Exception {
    DrainSettings shared =
        new DrainSettings(
            Duration.ofSeconds(8),
            Duration.ofSeconds(8),
            Duration.ZERO,
            500,
            10_000,
            1_000,
            3_000,
            8);
    Slots working = new Slots(shared);
    LargeEvents large = new LargeEvents(shared, working);
    working.enter();
    working.enter();
    Room all = large.await(1_000, () -> false);
    assertThat(working.byteLimit()).isEqualTo(500);
    Future<Room> waiting = threads.submit(() -> large.await(1_000, () -> false));
    awaitWaiting(large, 1);
    assertThat(working.byteLimit()).isEqualTo(1_000);
    all.close();
    assertThat(waiting.get().bytes()).isEqualTo(1_000);
    assertThat(working.byteLimit()).isEqualTo(500);
  }

  private static void awaitWaiting(LargeEvents room, int slices) {
    while (room.waiting() < slices) {
      Thread.onSpinWait();
    }
  }
}
