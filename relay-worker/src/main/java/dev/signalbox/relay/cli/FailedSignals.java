package dev.signalbox.relay.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.signal.SignalListener;
import dev.signalbox.signal.SignalOutcome;
import dev.signalbox.signal.SignalOutcome.Failed;
import java.util.Optional;

/** Counts the signals that failed and keeps the first reason. Safe for use by several threads. */
final class FailedSignals implements SignalListener {

  @GuardedBy("this")
  private int count;

  @GuardedBy("this")
  private String first = "";

  @Override
  public synchronized void onSignal(OrganizationId organization, SignalOutcome outcome) {
    if (outcome instanceof Failed failed) {
      if (count++ == 0) {
        first = failed.reason();
      }
    }
  }

  /** One sentence, or nothing when none failed. */
  synchronized Optional<String> sentence() {
    return count == 0
        ? Optional.empty()
        : Optional.of(
            "%d organizations were not signaled; the relay's sweep will find their events. %s"
                .formatted(count, first));
  }
}
