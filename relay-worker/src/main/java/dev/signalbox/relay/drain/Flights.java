package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.Brake;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.FailurePolicy.Verdict;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a slice that are on their way: one, or two where the second begins while the last
 * calls of the first are under way. What stops one of them stops both. Not thread-safe: used by the
 * slice's own thread.
 */
final class Flights {

  /**
   * When what may begin.
   *
   * @param over whether nothing else should
   * @param overlap whether nothing but calls under way may stand between a batch and the next
   * @param bytes of a batch, beside which no page is read if it has more
   */
  record Limits(BooleanSupplier over, BooleanSupplier overlap, LongSupplier bytes) {}

  /** Sets a batch going. */
  @FunctionalInterface
  interface Start {
    Flight begin(List<PendingEvent> batch, Brake brake);
  }

  private final OutboxView view;
  private final SettleBehind behind;
  private final Limits limits;
  private final Brake brake = new Brake();
  private @Nullable Flight current;
  private @Nullable Flight next;

  /** None yet. */
  Flights(OutboxView view, SettleBehind behind, Limits limits) {
    this.view = view;
    this.behind = behind;
    this.limits = limits;
  }

  /** The batch that has begun beside the last one and must land before anything else is done. */
  Optional<List<PendingEvent>> following() {
    return Optional.ofNullable(next).map(Flight::batch);
  }

  boolean hasNext() {
    return next != null;
  }

  /**
   * Begins the batch, unless it is the one that has begun already, reads ahead, and waits for its
   * end. While its last calls are under way the next one begins, unless it must be known first what
   * they come to.
   *
   * @return empty when the lease is lost
   */
  Optional<Verdict> fly(List<PendingEvent> batch, Start start)
      throws SQLException, InterruptedException {
    Flight flight = next == null ? start.begin(batch, brake) : next;
    current = flight;
    next = null;
    readAhead(batch);
    if (view.hasReadAhead() && limits.overlap().getAsBoolean() && flight.awaitIdleLane()) {
      // the settlement before is over by now, as a rule; so that at most one batch is delivered
      // and not settled when rows are looked at
      if (!behind.join()) {
        return Optional.empty();
      }
      follow(flight, start);
    }
    return land(flight);
  }

  /** Not beside what is more than the share has become since it was read. */
  private void readAhead(List<PendingEvent> batch) {
    if (!limits.over().getAsBoolean() && characters(batch) <= limits.bytes().getAsLong()) {
      view.readAhead();
    }
  }

  private static long characters(List<PendingEvent> batch) {
    return batch.stream().mapToLong(event -> event.payload().length()).sum();
  }

  private void follow(Flight flight, Start start) throws InterruptedException {
    if (limits.over().getAsBoolean()
        || brake.isPulled()
        || !limits.overlap().getAsBoolean()
        || view.aheadKeys().filter(flight::isDisjoint).isEmpty()) {
      return;
    }
    List<PendingEvent> batch = nextPage();
    if (!batch.isEmpty()) {
      next = start.begin(batch, brake);
    }
  }

  /** A look that fails is made again, once the batch in front has landed. */
  private List<PendingEvent> nextPage() throws InterruptedException {
    try {
      return view.onwardByOnePage();
    } catch (SQLException e) {
      return List.of();
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
    brake.pull();
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
    brake.pull();
    Optional.ofNullable(current).ifPresent(flight -> flight.abandon(cut));
    Optional.ofNullable(next).ifPresent(flight -> flight.abandon(cut));
    current = null;
    next = null;
  }
}
