package dev.signalbox.relay.workflow;

import dev.signalbox.contract.RelayProgress;
import dev.signalbox.relay.drain.SliceResult;

/** Adds what slices did. */
final class Tally {

  private Tally() {}

  static RelayProgress add(RelayProgress progress, SliceResult result) {
    return new RelayProgress(
        progress.slices() + 1,
        progress.delivered() + result.delivered(),
        progress.duplicates() + result.duplicates(),
        progress.retried() + result.retried(),
        progress.dead() + result.dead(),
        failures(progress, result));
  }

  /**
   * A rest for the organization's own rate is no setback, nor is a slice that came to nothing; they
   * end none.
   */
  private static int failures(RelayProgress progress, SliceResult result) {
    if (result.delivered() > 0) {
      return 0;
    }
    if (result.stopped().isEmpty()) {
      boolean cameToNothing = result.more() && result.dead() + result.retried() == 0;
      return cameToNothing ? progress.failures() : 0;
    }
    return result.stopped().equals(SliceResult.OWN_LIMIT)
        ? progress.failures()
        : progress.failures() + 1;
  }

  static RelayProgress failed(RelayProgress progress) {
    return new RelayProgress(
        progress.slices() + 1,
        progress.delivered(),
        progress.duplicates(),
        progress.retried(),
        progress.dead(),
        progress.failures() + 1);
  }
}
