package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.Attempt;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Underway;
import dev.signalbox.relay.drain.FailurePolicy.Verdict;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** A batch on its way. Not thread-safe: used by the slice's own thread. */
final class Flight {

  /** Says what the endings mean. */
  @FunctionalInterface
  interface Judge {
    Verdict judge(List<Attempt> attempts) throws SQLException;
  }

  private final List<PendingEvent> batch;
  private final Underway underway;
  private final Judge judge;

  Flight(List<PendingEvent> batch, Underway underway, Judge judge) {
    this.batch = batch;
    this.underway = underway;
    this.judge = judge;
  }

  List<PendingEvent> batch() {
    return batch;
  }

  /** Whether none of its events has one of these ordering keys. */
  boolean isDisjoint(Set<String> keys) {
    return batch.stream()
        .noneMatch(event -> event.orderingKey() != null && keys.contains(event.orderingKey()));
  }

  /** Waits until it has more lanes than events; false where it has no lanes of its own. */
  boolean awaitIdleLane() throws InterruptedException {
    return underway.awaitIdleLane();
  }

  /** Waits for its end. */
  Verdict land() throws SQLException, InterruptedException {
    return judge.judge(underway.join());
  }

  /** Waits for the end of its calls, whatever comes of them; cuts them first, if asked to. */
  void abandon(boolean cut) {
    underway.abandon(cut);
  }
}
