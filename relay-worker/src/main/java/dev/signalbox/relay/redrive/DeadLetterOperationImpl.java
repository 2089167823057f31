package dev.signalbox.relay.redrive;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Moves letters until there are no more, at the rate that was asked for.
 *
 * <p>Steps run in a scope of their own, which no cancellation reaches: one that has begun is
 * awaited, so that the record says what was done. Timers are never cancelled: one that is not
 * needed any more fires and is ignored.
 */
final class DeadLetterOperationImpl implements DeadLetterOperation {

  private enum Ending {
    DONE,
    CANCELLED,
    GO_ON
  }

  private final LetterActivity activity = OperationOptions.activity();
  private OperationProgress progress = new OperationProgress("", "", "running", 0, 0, 0);
  private OperationCourse course = OperationCourse.START;
  private Ending ending = Ending.DONE;

  @Override
  public OperationProgress progress() {
    return progress;
  }

  @Override
  public OperationProgress run(OperationInput input) {
    course = input.course();
    show(input, "running");
    CancellationScope operation = CancellationScope.current();
    Workflow.newDetachedCancellationScope(() -> ending = steps(input, operation::isCancelRequested))
        .run();
    if (ending == Ending.GO_ON) {
      Workflow.continueAsNew(input.goOn(course));
    }
    if (ending == Ending.CANCELLED) {
      CancellationScope.throwCanceled();
    }
    return progress;
  }

  private Ending steps(OperationInput input, BooleanSupplier cancelled) {
    try {
      return moves(input, cancelled);
    } catch (ActivityFailure e) {
      end(input, "failed");
      throw e;
    }
  }

  private Ending moves(OperationInput input, BooleanSupplier cancelled) {
    if (!course.hasBegun()) {
      course = course.upTo(activity.begin(input).end());
    }
    while (true) {
      if (cancelled.getAsBoolean()) {
        end(input, "cancelled");
        return Ending.CANCELLED;
      }
      if (Workflow.getInfo().isContinueAsNewSuggested()) {
        return Ending.GO_ON;
      }
      MoveResult result = activity.move(request(input));
      course = course.after(result);
      show(input, result.finished() ? "done" : "running");
      if (result.finished()) {
        return Ending.DONE;
      }
      await(OperationOptions.pause(result.moved(), input.perSecond()), cancelled);
    }
  }

  private MoveRequest request(OperationInput input) {
    return new MoveRequest(
        input.source(),
        input.databaseId(),
        input.operationId(),
        input.kind(),
        input.selection(),
        course.letterId(),
        course.end(),
        OperationOptions.lettersPerStep(input.perSecond()));
  }

  private static void await(Duration pause, BooleanSupplier cancelled) {
    if (pause.isPositive()) {
      Promise<Void> end = Workflow.newTimer(pause);
      Workflow.await(() -> end.isCompleted() || cancelled.getAsBoolean());
    }
  }

  private void end(OperationInput input, String state) {
    show(input, state);
    try {
      OperationOptions.ending()
          .end(new EndRequest(input.source(), input.databaseId(), input.operationId(), state));
    } catch (ActivityFailure e) { // the workflow's own end says it too
      Workflow.getLogger(DeadLetterOperationImpl.class)
          .warn("The end of an operation was not recorded: operation={}", input.operationId());
    }
  }

  private void show(OperationInput input, String state) {
    progress =
        new OperationProgress(
            input.operationId(),
            input.kind(),
            state,
            input.selected(),
            course.affected(),
            course.letterId());
    Workflow.setCurrentDetails(
        """
        | | |
        |---|---|
        | **State** | %s |
        | **%s** | %d of %d |
        | **Last letter** | %d |
        """
            .formatted(
                state, input.kind(), course.affected(), input.selected(), course.letterId()));
  }
}
