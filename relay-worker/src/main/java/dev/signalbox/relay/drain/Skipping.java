package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.FailurePolicy.Verdict;
import dev.signalbox.relay.organization.Disposition.Skip;
import dev.signalbox.relay.settle.ErrorClass;
import dev.signalbox.relay.settle.Settlement.Buried;
import dev.signalbox.relay.settle.Settlement.RowId;
import java.util.List;

/** What becomes of the events of an organization that nobody knows and nobody wants. */
final class Skipping {

  private Skipping() {}

  /** Each is a dead letter from now on, so that it can be looked at and redriven. */
  static Verdict verdict(Skip skip, List<PendingEvent> batch) {
    return Verdict.of(
        batch.stream()
            .map(
                event ->
                    new Buried(
                        RowId.of(event), ErrorClass.SKIPPED, false, 0, skip.explanation(), ""))
            .toList());
  }
}
