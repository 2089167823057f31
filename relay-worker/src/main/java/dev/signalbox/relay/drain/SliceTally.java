package dev.signalbox.relay.drain;

import dev.signalbox.relay.settle.Settlement;
import java.time.Duration;

/** What a slice has done so far. Not thread-safe: used by the slice's own thread. */
final class SliceTally {

  private long delivered;
  private long duplicates;
  private long retried;
  private long dead;
  private String lastError = "";

  void add(Settlement settlement) {
    delivered += settlement.accepted().size();
    duplicates += settlement.accepted().stream().filter(Settlement.Accepted::duplicate).count();
    retried += settlement.postponed().size();
    dead += settlement.buried().size();
    settlement.postponed().forEach(postponed -> lastError = postponed.reason());
    settlement.buried().forEach(buried -> lastError = buried.reason());
  }

  SliceResult more() {
    return result(true, SliceResult.NEVER, "", lastError);
  }

  SliceResult dry(long nextDueMillis) {
    return result(false, nextDueMillis, "", lastError);
  }

  SliceResult stopped(Duration pause, String reason) {
    return result(false, pause.toMillis(), reason, reason);
  }

  private SliceResult result(boolean more, long nextDueMillis, String stopped, String error) {
    return new SliceResult(
        delivered, duplicates, retried, dead, more, nextDueMillis, stopped, error);
  }
}
