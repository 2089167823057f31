package dev.signalbox.relay.redrive;

import static dev.signalbox.relay.redrive.OperationServer.OPERATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterOperationTest {

  private final ScriptedLetters letters = new ScriptedLetters();
  private final OperationServer server = OperationServer.running(letters);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void movesUntilNothingIsLeftAndGoesOnBehindTheLast() {
    letters.thenMove(100).thenMove(40);
    server.start(0);

    assertThat(server.awaitEnd()).isEqualTo(progress("done", 140, 1400));
    assertThat(letters.begun).hasSize(1);
    assertThat(letters.moves).extracting(MoveRequest::after).containsExactly(0L, 1000L, 1400L);
    assertThat(letters.moves)
        .allSatisfy(
            move ->
                assertThat(move)
                    .returns(ScriptedLetters.END, MoveRequest::end)
                    .returns(100, MoveRequest::limit)
                    .returns(OperationServer.SELECTION, MoveRequest::selection)
                    .returns("database", MoveRequest::databaseId));
    assertThat(letters.ends).isEmpty();
    assertThat(server.progress()).isEqualTo(progress("done", 140, 1400));
  }

  /** The server's clock moves by the timers alone: 30 letters at 10 a second are three seconds. */
  @Test
  void aRateMakesSmallStepsWithTimersBetween() {
    letters.thenMove(10).thenMove(10).thenMove(10);
    Duration before = server.clock();
    server.start(10);
    server.awaitEnd();

    assertThat(letters.moves).hasSize(4).extracting(MoveRequest::limit).containsOnly(10);
    assertThat(server.clock().minus(before)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aRateBelowOneASecondMovesOneByOne() {
    letters.thenMove(1);
    Duration before = server.clock();
    server.start(0.01);
    server.awaitEnd();

    assertThat(letters.moves).extracting(MoveRequest::limit).containsOnly(1);
    assertThat(server.clock().minus(before)).isGreaterThanOrEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void aStepThatFailsIsTriedAgain() {
    letters
        .then(
            () -> {
              throw ApplicationFailure.newFailure(
                  "The database answered SQLSTATE 08006.", "Database");
            })
        .thenMove(1);
    server.start(0);

    assertThat(server.awaitEnd().affected()).isEqualTo(1);
    assertThat(letters.moves).extracting(MoveRequest::after).containsExactly(0L, 0L, 10L);
  }

  @Test
  void aCancelIsObeyedBehindTheStepThatRuns() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    letters
        .then(
            () -> {
              begun.countDown();
              awaitQuietly(mayEnd);
              return letters.moved(5);
            })
        .thenMove(5);
    server.start(0);
    begun.await();
    assertThat(server.client().cancel(OPERATION)).isTrue();
    mayEnd.countDown();

    assertThatThrownBy(server::awaitEnd)
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(letters.moves).hasSize(1);
    assertThat(letters.ends)
        .containsExactly(new EndRequest("default", "database", OPERATION.toString(), "cancelled"));
    assertThat(server.progress()).isEqualTo(progress("cancelled", 5, 50));
  }

  @Test
  void aCancelEndsTheWaitForTheRate() {
    letters.thenMove(1).thenMove(1);
    server.start(0.001);
    server.awaitAffected(1);
    assertThat(server.client().cancel(OPERATION)).isTrue();

    assertThatThrownBy(server::awaitEnd).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(letters.moves).hasSize(1);
    assertThat(server.progress()).isEqualTo(progress("cancelled", 1, 10));
  }

  @Test
  void whatCannotBeDoneFailsAndIsRecorded() {
    letters
        .thenMove(3)
        .then(
            () -> {
              throw ApplicationFailure.newNonRetryableFailure("Another outbox.", "Mismatch");
            });
    server.start(0);

    assertThatThrownBy(server::awaitEnd).hasStackTraceContaining("Another outbox.");
    assertThat(letters.ends).extracting(EndRequest::state).containsExactly("failed");
    assertThat(server.progress()).isEqualTo(progress("failed", 3, 30));
  }

  @Test
  void anUnknownOperationIsNoError() {
    assertThat(server.client().progress(new UUID(1, 1))).isEmpty();
    assertThat(server.client().cancel(new UUID(1, 1))).isFalse();
  }

  private static OperationProgress progress(String state, long affected, long letter) {
    return new OperationProgress(OPERATION.toString(), "redrive", state, 9, affected, letter);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("A scripted step was interrupted.", e);
    }
  }
}
