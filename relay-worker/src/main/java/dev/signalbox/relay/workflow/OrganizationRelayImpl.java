package dev.signalbox.relay.workflow;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.OrganizationRelay;
import dev.signalbox.contract.RelayInput;
import dev.signalbox.contract.RelayPause;
import dev.signalbox.contract.RelayProgress;
import dev.signalbox.contract.RelayStatus;
import dev.signalbox.relay.drain.SliceRequest;
import dev.signalbox.relay.drain.SliceResult;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Runs slices while there is more, waits for the next due time or a wake, and completes when
 * nothing is pending or nothing can be done before somebody acts.
 *
 * <p>A run always begins with a slice, or with the rest of a pause and then a slice, so that
 * neither completing nor continuing as new can strand a row whose wake went to the run before. A
 * wake that comes while a slice runs is answered by another slice. Timers are never cancelled: one
 * that is not needed any more fires and is ignored.
 */
final class OrganizationRelayImpl implements OrganizationRelay {

  private final DueTimer due = new DueTimer();
  private final StatusPage page = new StatusPage();

  private RelayProgress progress = RelayProgress.NONE;
  private RelayPause pause = RelayPause.NONE;
  private double weight = 1;
  private long slice;
  private boolean warm;
  private boolean refused;
  private boolean queued;
  private boolean wake = true;

  @Override
  public void wake() {
    wake = true;
  }

  @Override
  public RelayStatus status() {
    return page.status();
  }

  @Override
  public void run(RelayInput input) {
    begin(input);
    while (!refused) {
      if (mustContinueAsNew()) {
        Workflow.continueAsNew(input.goOn(progress, page.status().lastError(), pause));
      } else if (isPaused()) {
        awaitEndOfPause();
      } else if (wake) {
        drain(input);
      } else if (due.isSet()) {
        Promise<Void> timer = due.timer();
        Workflow.await(() -> wake || timer.isCompleted() || mustContinueAsNew());
        wake |= due.hasCome();
      } else {
        return;
      }
    }
  }

  private void begin(RelayInput input) {
    progress = input.progress();
    pause = input.pause();
    page.begin(progress, input.lastError());
    if (isPaused()) {
      page.paused(pause, progress, input.lastError());
    }
  }

  private void drain(RelayInput input) {
    wake = false;
    due.clear();
    page.draining(progress, queued);
    queued = false;
    try {
      OrganizationId organization = new OrganizationId(input.organizationId());
      follow(SliceOptions.activity(organization, weight, warm).drain(request(input)));
    } catch (ActivityFailure e) {
      fail(e);
    }
  }

  private SliceRequest request(RelayInput input) {
    return new SliceRequest(
        input.source(),
        input.organizationId(),
        input.databaseId(),
        ++slice,
        warm,
        progress.failures());
  }

  private void follow(SliceResult result) {
    progress = Tally.add(progress, result);
    weight = result.weight();
    warm = result.more();
    wake |= result.more();
    boolean comesBack = result.nextDueMillis() != SliceResult.NEVER;
    if (!result.stopped().isEmpty() && comesBack) {
      pause(result.stopped(), Duration.ofMillis(result.nextDueMillis()), result.lastError());
    } else if (!result.stopped().isEmpty()) {
      page.stopped(result.stopped(), progress, result.lastError());
    } else if (comesBack) {
      due.set(result.nextDueMillis());
      page.waiting(progress, result.lastError(), result.nextDueMillis());
    } else {
      page.idle(progress, result.lastError());
    }
  }

  /**
   * Who got no slot stands in line again. What was started for another outbox can only be refused
   * again: the run ends, and says so.
   */
  private void fail(ActivityFailure failure) {
    if (Failures.isWithoutSlot(failure)) {
      wake = true;
      queued = true;
      return;
    }
    progress = Tally.failed(progress);
    if (Failures.isMismatch(failure)) {
      refused = true;
      page.stopped("refused", progress, Failures.summary(failure));
    } else {
      Duration backoff = SliceOptions.backoff(progress.failures());
      pause("backing off", backoff, Failures.summary(failure));
    }
  }

  private void pause(String state, Duration delay, String reason) {
    pause = new RelayPause(state, Workflow.currentTimeMillis() + delay.toMillis());
    page.paused(pause, progress, reason);
  }

  /** No wake shortens a pause: the wakes of a busy organization would turn it into a hot loop. */
  private void awaitEndOfPause() {
    long millis = Math.max(1, pause.untilMillis() - Workflow.currentTimeMillis());
    Promise<Void> end = Workflow.newTimer(Duration.ofMillis(millis));
    Workflow.await(() -> end.isCompleted() || mustContinueAsNew());
    if (end.isCompleted()) {
      pause = RelayPause.NONE;
      wake = true;
    }
  }

  private boolean isPaused() {
    return !pause.equals(RelayPause.NONE);
  }

  private static boolean mustContinueAsNew() {
    return Workflow.getInfo().isContinueAsNewSuggested();
  }
}
