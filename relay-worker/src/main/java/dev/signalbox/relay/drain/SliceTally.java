package dev.signalbox.relay.drain;

import dev.signalbox.relay.drain.FailurePolicy.Stop;
import dev.signalbox.relay.settle.Settlement;

/** What a slice has done so far. Not thread-safe: used by the slice's own thread. */
final class SliceTally {

  private static final String NOTHING = "";

  private long delivered;
  private long duplicates;
  private long retried;
  private long dead;
  private String lastError = NOTHING;
  private double weight = 1;

  void add(Settlement settlement) {
    delivered += settlement.accepted().size();
    duplicates += settlement.accepted().stream().filter(Settlement.Accepted::duplicate).count();
    retried += settlement.postponed().size();
    dead += settlement.buried().size();
    settlement.postponed().forEach(postponed -> lastError = postponed.reason());
    settlement.buried().forEach(buried -> lastError = buried.reason());
  }

  /** The organization's share of the task queue, as it is now. */
  void weigh(double share) {
    weight = share;
  }

  /** Says it unless an event has failed, which matters more. */
  void note(String what) {
    lastError = lastError.isEmpty() ? what : lastError;
  }

  SliceResult more() {
    return result(true, SliceResult.NEVER, NOTHING, lastError);
  }

  SliceResult dry(long nextDueMillis) {
    return result(false, nextDueMillis, NOTHING, lastError);
  }

  SliceResult stopped(Stop stop) {
    return result(false, stop.pause().toMillis(), stop.obstacle().word(), stop.reason());
  }

  /** Nobody need come back before the organization's row changes or the sweep finds it again. */
  SliceResult held(Obstacle obstacle, String explanation) {
    return result(false, SliceResult.NEVER, obstacle.word(), explanation);
  }

  private SliceResult result(boolean more, long nextDueMillis, String stopped, String error) {
    return new SliceResult(
        delivered, duplicates, retried, dead, more, nextDueMillis, stopped, error, weight);
  }
}
