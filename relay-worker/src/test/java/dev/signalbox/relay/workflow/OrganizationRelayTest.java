package dev.signalbox.relay.workflow;

import static dev.signalbox.relay.workflow.ScriptedSlices.delivered;
import static dev.signalbox.relay.workflow.ScriptedSlices.dry;
import static dev.signalbox.relay.workflow.ScriptedSlices.dueIn;
import static dev.signalbox.relay.workflow.ScriptedSlices.held;
import static dev.signalbox.relay.workflow.ScriptedSlices.more;
import static dev.signalbox.relay.workflow.ScriptedSlices.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.RelayProgress;
import dev.signalbox.contract.RelayStatus;
import dev.signalbox.relay.drain.SliceRequest;
import dev.signalbox.relay.drain.SliceResult;
import io.temporal.api.common.v1.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrganizationRelayTest {

  private final ScriptedSlices slices = new ScriptedSlices();
  private final RelayServer server = RelayServer.running(slices);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void drainsOnceAndCompletes() {
    slices.then(delivered(3));
    server.wakeAndAwaitEnd();
    assertThat(slices.requests())
        .containsExactly(new SliceRequest("default", "acme", "database", 1, false, 0));
    assertThat(server.status())
        .isEqualTo(new RelayStatus("idle", new RelayProgress(1, 3, 0, 0, 0, 0), "", ""));
  }

  @Test
  void runsSlicesWhileThereIsMoreAndTellsThemThatTheyAreWarm() {
    slices.then(more(1), more(2), delivered(3));
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).extracting(SliceRequest::slice).containsExactly(1L, 2L, 3L);
    assertThat(slices.requests()).extracting(SliceRequest::warm).containsExactly(false, true, true);
    assertThat(server.status().progress()).isEqualTo(new RelayProgress(3, 6, 0, 0, 0, 0));
  }

  @Test
  void aRunThatHasEndedIsFollowedByANewOneThatDrains() {
    server.wakeAndAwaitEnd();
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).extracting(SliceRequest::slice).containsExactly(1L, 1L);
  }

  @Test
  void anyNumberOfWakesDuringASliceIsAnsweredByOneMore() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    slices.then(
        () -> {
          begun.countDown();
          mayEnd.await();
          return dry();
        });
    server.wake(RelayServer.ACME);
    begun.await();
    for (int i = 0; i < 7; i++) {
      server.wake(RelayServer.ACME);
    }
    mayEnd.countDown();
    server.awaitEnd(RelayServer.ACME);
    assertThat(slices.requests()).hasSize(2);
  }

  @Test
  void drainsAgainWhenTheNextEventIsDue() {
    slices.then(dueIn(Duration.ofHours(1)), delivered(1));
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).hasSize(2);
    assertThat(slices.between(0, 1)).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
    assertThat(server.status().progress()).isEqualTo(new RelayProgress(2, 1, 0, 1, 0, 0));
  }

  @Test
  void aWakeDoesNotWaitForTheDueTime() {
    slices.then(dueIn(Duration.ofDays(1)), dry());
    server.wake(RelayServer.ACME);
    server.awaitStatus(status -> status.state().equals("waiting"));
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).hasSize(2);
    assertThat(slices.between(0, 1)).isLessThan(Duration.ofDays(1));
  }

  @Test
  void aDueTimeThatMovesAwayIsWaitedForThoughTheFirstTimerFires() {
    slices.then(dueIn(Duration.ofHours(1)), dueIn(Duration.ofHours(3)), dry());
    server.wake(RelayServer.ACME);
    server.awaitStatus(status -> status.state().equals("waiting"));
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).hasSize(3);
    assertThat(slices.between(1, 2)).isBetween(Duration.ofHours(3), Duration.ofMinutes(181));
  }

  @Test
  void aDueTimeThatComesNearerIsMet() {
    slices.then(dueIn(Duration.ofHours(3)), dueIn(Duration.ofHours(1)), dry());
    server.wake(RelayServer.ACME);
    server.awaitStatus(status -> status.state().equals("waiting"));
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).hasSize(3);
    assertThat(slices.between(1, 2)).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
  }

  @Test
  void noWakeShortensAPauseAndASliceFollowsIt() {
    slices.then(stopped(Duration.ofHours(1)), dry());
    server.wake(RelayServer.ACME);
    RelayStatus status = server.awaitStatus(s -> s.state().equals("throttled"));
    assertThat(status.lastError()).isEqualTo("429");
    for (int i = 0; i < 5; i++) {
      server.wake(RelayServer.ACME);
      server.status(); // a task of the workflow has seen it
    }
    server.awaitEnd(RelayServer.ACME);
    assertThat(slices.requests()).hasSize(2);
    assertThat(slices.between(0, 1)).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
  }

  @Test
  void countsSetbacksInARowAndForgetsThemAfterASuccess() {
    slices.then(
        stopped(Duration.ofSeconds(1)),
        stopped(Duration.ofSeconds(1)),
        new SliceResult(5, 0, 0, 0, false, 1_000, "throttled", "429", 1),
        stopped(Duration.ofSeconds(1)),
        more(1),
        dry());
    server.wakeAndAwaitEnd();
    assertThat(slices.requests())
        .extracting(SliceRequest::setbacks)
        .containsExactly(0, 1, 2, 0, 1, 0);
  }

  @Test
  void aRestForTheOrganizationsOwnRateIsNoSetbackAndNoWakeShortensIt() {
    slices.then(
        new SliceResult(0, 0, 0, 0, false, 60_000, SliceResult.OWN_LIMIT, "Its rate limit.", 1),
        delivered(1));
    server.wake(RelayServer.ACME);
    RelayStatus status = server.awaitStatus(s -> s.state().equals(SliceResult.OWN_LIMIT));
    assertThat(status.lastError()).isEqualTo("Its rate limit.");
    assertThat(status.progress().failures()).isZero();
    server.wake(RelayServer.ACME);
    server.awaitEnd(RelayServer.ACME);

    assertThat(slices.requests()).extracting(SliceRequest::setbacks).containsExactly(0, 0);
    assertThat(slices.between(0, 1)).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aRestForTheOrganizationsOwnRateEndsNoRowOfSetbacks() {
    slices.then(
        stopped(Duration.ofSeconds(1)),
        new SliceResult(0, 0, 0, 0, false, 1_000, SliceResult.OWN_LIMIT, "Its rate limit.", 1),
        stopped(Duration.ofSeconds(1)),
        new SliceResult(1, 0, 0, 0, false, 1_000, SliceResult.OWN_LIMIT, "Its rate limit.", 1),
        dry());
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).extracting(SliceRequest::setbacks).containsExactly(0, 1, 1, 2, 0);
  }

  @Test
  void aSliceThatCameToNothingEndsNoRowOfSetbacks() {
    slices.then(
        stopped(Duration.ofSeconds(1)),
        new SliceResult(0, 0, 0, 0, true, SliceResult.NEVER, "", "", 1),
        stopped(Duration.ofSeconds(1)),
        new SliceResult(0, 0, 0, 1, true, SliceResult.NEVER, "", "", 1),
        dry());
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).extracting(SliceRequest::setbacks).containsExactly(0, 1, 1, 2, 0);
  }

  @Test
  void aSliceThatFailsIsTriedAgainByTemporal() {
    slices.thenFail().then(delivered(1));
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).extracting(SliceRequest::slice).containsExactly(1L, 1L);
    assertThat(server.status().progress()).isEqualTo(new RelayProgress(1, 1, 0, 0, 0, 0));
  }

  @Test
  void aSliceThatGoesOnFailingBacksOffAndTheRunGoesOn() {
    for (int i = 0; i < 40; i++) {
      slices.thenFail();
    }
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).hasSize(41);
    assertThat(slices.requests()).extracting(SliceRequest::slice).contains(1L, 2L, 3L);
    assertThat(slices.requests().getLast().setbacks())
        .isEqualTo((int) slices.requests().getLast().slice() - 1)
        .isPositive();
    assertThat(server.status().progress().failures()).isZero();
  }

  @Test
  void whoGetsNoSlotStandsInLineAgainAndHasNotFailed() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    slices.then(
        () -> {
          begun.countDown();
          mayEnd.await();
          return delivered(3);
        });
    try (RelayServer crowded = RelayServer.running(slices, new CrowdedQueue(2))) {
      crowded.wake(RelayServer.ACME);
      begun.await();
      assertThat(crowded.status()).isEqualTo(new RelayStatus("queued", RelayProgress.NONE, "", ""));
      mayEnd.countDown();
      crowded.awaitEnd(RelayServer.ACME);

      assertThat(crowded.status())
          .isEqualTo(new RelayStatus("idle", new RelayProgress(1, 3, 0, 0, 0, 0), "", ""));
      assertThat(slices.requests())
          .containsExactly(new SliceRequest("default", "acme", "database", 3, false, 0));
    }
  }

  @Test
  void aSliceThatCannotSucceedBacksOffLongerEachTimeAndSaysWhy() {
    for (int i = 0; i < 8; i++) {
      slices.thenFailForGood();
    }
    server.wake(RelayServer.ACME);
    RelayStatus status = server.awaitStatus(s -> s.state().equals("backing off"));
    assertThat(status.lastError()).isEqualTo("No more.");
    assertThat(Instant.parse(status.nextAttemptAt())).isAfter(Instant.EPOCH);
    server.wake(RelayServer.ACME);
    server.awaitEnd(RelayServer.ACME);

    assertThat(slices.requests())
        .extracting(SliceRequest::setbacks)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    long[] seconds = {10, 20, 40, 80, 160, 300, 300, 300};
    for (int i = 0; i < seconds.length; i++) {
      assertThat(slices.between(i, i + 1))
          .isBetween(Duration.ofSeconds(seconds[i]), Duration.ofSeconds(seconds[i] + 9));
    }
  }

  @Test
  void continuesAsNewWithItsProgressBeforeItsHistoryGrowsTooLong() {
    int total = 900;
    for (int i = 1; i < total; i++) {
      slices.then(more(2));
    }
    String first = server.wake(RelayServer.ACME);
    server.awaitEnd(RelayServer.ACME);

    assertThat(server.latestRun()).isNotEqualTo(first);
    assertThat(slices.requests()).hasSize(total);
    assertThat(slices.requests().stream().filter(request -> request.slice() == 1)).hasSize(2);
    assertThat(server.status().progress())
        .isEqualTo(new RelayProgress(total, 2L * (total - 1), 0, 0, 0, 0));
  }

  @Test
  void aPauseIsWaitedOutByTheNextRunOfTheChain() {
    continueAsNewInAPause(stopped(Duration.ofHours(1)));
    RelayStatus carried = server.awaitStatus(status -> !status.state().equals("starting"));
    assertThat(carried.state()).isEqualTo("throttled");
    assertThat(carried.lastError()).isEqualTo("429");
    assertThat(Instant.parse(carried.nextAttemptAt())).isAfter(Instant.EPOCH);
    assertThat(carried.progress().failures()).isEqualTo(1);
    int before = slices.requests().size();
    assertThat(slices.requests().getLast().slice()).isEqualTo(before);
    server.awaitEnd(RelayServer.ACME);

    assertThat(slices.requests()).hasSize(before + 1);
    assertThat(slices.requests().getLast().slice()).isEqualTo(1);
    assertThat(slices.requests().getLast().setbacks()).isEqualTo(1);
    assertThat(slices.between(before - 1, before))
        .isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
  }

  @Test
  void theNextRunOfTheChainKnowsTheLastError() {
    slices.then(new SliceResult(0, 0, 0, 1, true, SliceResult.NEVER, "", "422", 1));
    String first = server.wake(RelayServer.ACME);
    for (int i = 0; i < RecordedRun.SLICES_OF_A_RUN; i++) {
      slices.then(more(1));
    }
    server.awaitEnd(RelayServer.ACME);

    assertThat(server.latestRun()).isNotEqualTo(first);
    assertThat(server.status().state()).isEqualTo("idle");
    assertThat(server.status().lastError()).isEqualTo("422");
  }

  @Test
  void aHoldCompletesTheRunAndSaysWhy() {
    slices.then(held());
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).hasSize(1);
    assertThat(server.status())
        .isEqualTo(
            new RelayStatus("paused", new RelayProgress(1, 0, 0, 0, 0, 1), "By its row.", ""));
    assertThat(server.details()).contains("| **State** | paused |").contains("By its row.");
  }

  @Test
  void aWakeDuringTheSliceThatFindsAHoldIsAnsweredByAnother() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    slices
        .then(
            () -> {
              begun.countDown();
              mayEnd.await();
              return held();
            })
        .then(delivered(1));
    server.wake(RelayServer.ACME);
    begun.await();
    server.wake(RelayServer.ACME);
    mayEnd.countDown();
    server.awaitEnd(RelayServer.ACME);
    assertThat(slices.requests()).hasSize(2);
    assertThat(server.status().state()).isEqualTo("idle");
  }

  @Test
  void aRunForAnotherOutboxEndsAndSaysSo() {
    slices.thenMismatch();
    server.wakeAndAwaitEnd();
    assertThat(slices.requests()).hasSize(1);
    assertThat(server.status().state()).isEqualTo("refused");
    assertThat(server.status().lastError()).isEqualTo("Another outbox.");
    assertThat(server.status().nextAttemptAt()).isEmpty();
  }

  @Test
  void slicesCarryTheOrganizationAndTheWeightThatTheLastOneSaw() {
    slices.then(
        new SliceResult(1, 0, 0, 0, true, SliceResult.NEVER, "", "", 2.5),
        new SliceResult(1, 0, 0, 0, true, SliceResult.NEVER, "", "", 5_000),
        dry());
    server.wakeAndAwaitEnd();
    assertThat(server.slicePriorities())
        .extracting(Priority::getFairnessKey)
        .containsExactly("acme", "acme", "acme");
    assertThat(server.slicePriorities())
        .extracting(Priority::getFairnessWeight)
        .containsExactly(1f, 2.5f, 1000f);
  }

  /** Wakes make the history grow while the pause lasts. */
  private void continueAsNewInAPause(SliceResult pause) {
    RecordedRun.scriptLongRunThatEndsIn(pause, slices);
    server.wake(RelayServer.ACME);
    server.awaitStatus(status -> status.state().equals(pause.stopped()));
    RecordedRun.wakeUntilAnotherRun(server);
  }

  @Test
  void anOperatorSeesWhatItDoes() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    slices
        .then(new SliceResult(12, 3, 4, 5, false, 60_000, "", "said | 500", 1))
        .then(
            () -> {
              begun.countDown();
              mayEnd.await();
              return dry();
            });
    server.wake(RelayServer.ACME);
    RelayStatus waiting = server.awaitStatus(status -> status.state().equals("waiting"));
    assertThat(waiting.progress()).isEqualTo(new RelayProgress(1, 12, 3, 4, 5, 0));
    assertThat(waiting.lastError()).isEqualTo("said | 500");
    assertThat(server.details())
        .contains("| **State** | waiting |")
        .contains("| **Delivered** | 12 |")
        .contains("| of them known to Svix already | 3 |")
        .contains("| **Retried** | 4 |")
        .contains("| **Dead** | 5 |")
        .contains("| **Slices** | 1 |")
        .contains("| **Last error** | said \\| 500 |")
        .contains("| **Next attempt** | " + waiting.nextAttemptAt() + " |");

    server.wake(RelayServer.ACME);
    begun.await();
    assertThat(server.status().state()).isEqualTo("draining");
    assertThat(server.details()).contains("| **State** | draining |");
    mayEnd.countDown();
    server.awaitEnd(RelayServer.ACME);
    assertThat(server.status().state()).isEqualTo("idle");
    assertThat(server.status().nextAttemptAt()).isEmpty();
  }
}
