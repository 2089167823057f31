package dev.signalbox.relay.workflow;

import dev.signalbox.contract.OrganizationRelay;
import dev.signalbox.contract.RelayInput;
import dev.signalbox.contract.RelayProgress;
import dev.signalbox.contract.RelayStatus;
import dev.signalbox.relay.drain.SliceActivity;
import dev.signalbox.relay.drain.SliceRequest;
import dev.signalbox.relay.drain.SliceResult;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Runs slices while there is more, waits for the next due time or a wake, and completes when
 * nothing is pending.
 *
 * <p>A run always begins with a slice, so that neither completing nor continuing as new can strand
 * a row whose wake went to the run before. A wake that comes while a slice runs is answered by
 * another slice. Timers are never cancelled: one that is not needed any more fires and is ignored.
 */
final class OrganizationRelayImpl implements OrganizationRelay {

  private final SliceActivity activity = SliceOptions.activity();
  private final DueTimer due = new DueTimer();
  private final StatusPage page = new StatusPage();

  private RelayProgress progress = RelayProgress.NONE;
  private long slice;
  private boolean warm;
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
    progress = input.progress();
    while (true) {
      if (mustContinueAsNew()) {
        Workflow.continueAsNew(input.goOn(progress));
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

  private void drain(RelayInput input) {
    wake = false;
    due.clear();
    page.draining(progress);
    try {
      follow(activity.drain(request(input)));
    } catch (ActivityFailure e) {
      progress = Tally.failed(progress);
      pause("backing off", SliceOptions.backoff(progress.failures()), Failures.summary(e));
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
    warm = result.more();
    wake |= result.more();
    if (!result.stopped().isEmpty()) {
      pause("held", Duration.ofMillis(result.nextDueMillis()), result.stopped());
    } else if (result.nextDueMillis() != SliceResult.NEVER) {
      due.set(result.nextDueMillis());
      page.waiting(progress, result.lastError(), result.nextDueMillis());
    } else {
      page.idle(progress, result.lastError());
    }
  }

  /** No wake shortens a pause: the wakes of a busy organization would turn it into a hot loop. */
  private void pause(String state, Duration delay, String reason) {
    page.paused(state, progress, reason, delay.toMillis());
    Promise<Void> end = Workflow.newTimer(delay);
    Workflow.await(() -> end.isCompleted() || mustContinueAsNew());
    wake = true;
  }

  private static boolean mustContinueAsNew() {
    return Workflow.getInfo().isContinueAsNewSuggested();
  }
}
