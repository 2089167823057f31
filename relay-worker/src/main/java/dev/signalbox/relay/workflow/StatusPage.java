package dev.signalbox.relay.workflow;

import dev.signalbox.contract.RelayPause;
import dev.signalbox.contract.RelayProgress;
import dev.signalbox.contract.RelayStatus;
import io.temporal.workflow.Workflow;
import java.time.Instant;

/** What an operator sees of the workflow: the status query, and the details on its page. */
final class StatusPage {

  private static final String NOTHING = "";

  private RelayStatus status = new RelayStatus("starting", RelayProgress.NONE, NOTHING, NOTHING);

  RelayStatus status() {
    return status;
  }

  void begin(RelayProgress progress, String lastError) {
    show(new RelayStatus("starting", progress, lastError, NOTHING));
  }

  /**
   * A slice runs, or will.
   *
   * @param queued whether it is known that no worker had a slot for it
   */
  void draining(RelayProgress progress, boolean queued) {
    show(new RelayStatus(queued ? "queued" : "draining", progress, status.lastError(), NOTHING));
  }

  void idle(RelayProgress progress, String lastError) {
    show(new RelayStatus("idle", progress, latest(lastError), NOTHING));
  }

  void waiting(RelayProgress progress, String lastError, long delayMillis) {
    show(new RelayStatus("waiting", progress, latest(lastError), in(delayMillis)));
  }

  void paused(RelayPause pause, RelayProgress progress, String reason) {
    String end = Instant.ofEpochMilli(pause.untilMillis()).toString();
    show(new RelayStatus(pause.state(), progress, reason, end));
  }

  void stopped(String state, RelayProgress progress, String reason) {
    show(new RelayStatus(state, progress, reason, NOTHING));
  }

  private String latest(String lastError) {
    return lastError.isEmpty() ? status.lastError() : lastError;
  }

  private static String in(long delayMillis) {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis() + delayMillis).toString();
  }

  private void show(RelayStatus shown) {
    status = shown;
    RelayProgress progress = shown.progress();
    Workflow.setCurrentDetails(
        """
        | | |
        |---|---|
        | **State** | %s |
        | **Delivered** | %d |
        | of them known to Svix already | %d |
        | **Retried** | %d |
        | **Dead** | %d |
        | **Slices** | %d |
        | **Last error** | %s |
        | **Next attempt** | %s |
        """
            .formatted(
                shown.state(),
                progress.delivered(),
                progress.duplicates(),
                progress.retried(),
                progress.dead(),
                progress.slices(),
                orDash(shown.lastError()),
                orDash(shown.nextAttemptAt())));
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "–" : text.replace("|", "\\|").replaceAll("\\R", " ");
  }
}
