package dev.signalbox.relay.workflow;

import dev.signalbox.contract.RelayProgress;
import dev.signalbox.relay.drain.SliceResult;

/** Adds what slices did. */
final class Tally {

  private Tally() {}

  static RelayProgress add(RelayProgress progress, SliceResult result) {
    boolean setback =
        !result.stopped().isEmpty()
            && !result.stopped().equals(SliceResult.OWN_LIMIT)
            && result.delivered() == 0;
    return new RelayProgress(
        progress.slices() + 1,
        progress.delivered() + result.delivered(),
        progress.duplicates() + result.duplicates(),
        progress.retried() + result.retried(),
        progress.dead() + result.dead(),
        setback ? progress.failures() + 1 : 0);
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
