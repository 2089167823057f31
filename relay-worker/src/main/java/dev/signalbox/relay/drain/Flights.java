package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.FailurePolicy.Verdict;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a slice that are on their way: one, or two where the second begins while the last
 * calls of the first are under way. Not thread-safe: used by the slice's own thread.
 */
final class Flights {

  private final OutboxView view;
  private final SettleBehind behind;
  private final BooleanSupplier over;
  private final BooleanSupplier mayOverlap;
  private @Nullable Flight current;
  private @Nullable Flight next;

  /**
   * None yet.
   *
   * @param over whether nothing else should begin
   * @param mayOverlap whether nothing but calls under way may stand between a batch and the next
   */
  Flights(OutboxView view, SettleBehind behind, BooleanSupplier over, BooleanSupplier mayOverlap) {
    this.view = view;
    this.behind = behind;
    this.over = over;
    this.mayOverlap = mayOverlap;
  }

  /** The batch that has begun beside the last one and must land before anything else is done. */
  Optional<List<PendingEvent>> following() {
    return Optional.ofNullable(next).map(Flight::batch);
  }

  boolean hasNext() {
    return next != null;
  }

  /** Begins the batch, unless it is the one that has begun already. */
  Flight begin(
      List<PendingEvent> batch, BiFunction<List<PendingEvent>, BooleanSupplier, Flight> begin) {
    Flight flight = next == null ? begin.apply(batch, over) : next;
    current = flight;
    next = null;
    return flight;
  }

  /**
   * Waits for the end of the batch in front. While its last calls are under way the next one
   * begins, unless it must be known first what they come to.
   *
   * @return empty when the lease is lost
   */
  Optional<Verdict> land(
      Flight flight, BiFunction<List<PendingEvent>, BooleanSupplier, Flight> begin)
      throws SQLException, InterruptedException {
    if (view.hasReadAhead() && mayOverlap.getAsBoolean() && flight.awaitIdleLane()) {
      // the settlement before is over by now, as a rule; so that at most one batch is delivered
      // and not settled when rows are looked at
      if (!behind.join()) {
        return Optional.empty();
      }
      follow(flight, begin);
    }
    return land(flight);
  }

  private void follow(Flight flight, BiFunction<List<PendingEvent>, BooleanSupplier, Flight> begin)
      throws SQLException, InterruptedException {
    if (over.getAsBoolean()
        || flight.isHalted()
        || !mayOverlap.getAsBoolean()
        || view.aheadKeys().filter(flight::isDisjoint).isEmpty()) {
      return;
    }
    List<PendingEvent> batch = view.onward();
    if (!flight.isDisjoint(batch)) { // the look has gone on to a page that was not read ahead
      batch.forEach(view::untried);
    } else if (!batch.isEmpty()) {
      next = begin.apply(batch, () -> over.getAsBoolean() || flight.isHalted());
    }
  }

  private Optional<Verdict> land(Flight flight) throws SQLException, InterruptedException {
    Verdict verdict = flight.land();
    current = null;
    return behind.join() ? Optional.of(verdict) : Optional.empty();
  }

  /** Ends the batch that has begun beside the last one, with what of it is under way. */
  Optional<Verdict> landNext() throws SQLException, InterruptedException {
    Flight flight = Objects.requireNonNull(next, "One has begun.");
    flight.halt();
    current = flight;
    next = null;
    return land(flight);
  }

  /**
   * Waits for the end of all calls under way, whatever comes of them.
   *
   * @param cut whether nobody waits for their answers
   */
  void abandon(boolean cut) {
    Optional.ofNullable(next).ifPresent(Flight::halt);
    Optional.ofNullable(current).ifPresent(flight -> flight.abandon(cut));
    Optional.ofNullable(next).ifPresent(flight -> flight.abandon(cut));
    current = null;
    next = null;
  }
}
