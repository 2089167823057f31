package dev.signalbox.relay.workflow;

import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The next due time of an organization. One timer serves as long as it does not fire too late; one
 * that fired too early is followed by another.
 */
final class DueTimer {

  private static final long NEVER = Long.MAX_VALUE;

  private long dueAt = NEVER;
  private long timerAt = NEVER;
  private @Nullable Promise<Void> timer;

  void set(long delayMillis) {
    dueAt = Workflow.currentTimeMillis() + delayMillis;
  }

  void clear() {
    dueAt = NEVER;
  }

  boolean isSet() {
    return dueAt != NEVER;
  }

  boolean hasCome() {
    return isSet() && Workflow.currentTimeMillis() >= dueAt;
  }

  /** A timer that fires at the due time or before. */
  Promise<Void> timer() {
    Promise<Void> running = timer;
    if (running != null && !running.isCompleted() && timerAt <= dueAt) {
      return running;
    }
    Promise<Void> started =
        Workflow.newTimer(Duration.ofMillis(Math.max(1, dueAt - Workflow.currentTimeMillis())));
    timerAt = dueAt;
    timer = started;
    return started;
  }
}
