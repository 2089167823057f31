package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.PendingEvent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a slice that are on their way: one, or two where the second began while the last
 * calls of the first were under way. Not thread-safe: used by the slice's own thread.
 */
final class Flights {

  private @Nullable Flight current;
  private @Nullable Flight next;

  /** A flight that begins now. */
  Flight take(Flight flight) {
    current = flight;
    return flight;
  }

  /** The one that has begun already, now in front. */
  Flight next() {
    Flight begun = Objects.requireNonNull(next, "One has begun.");
    next = null;
    return take(begun);
  }

  /** Another one, beside the current one. */
  void follow(Flight flight) {
    next = flight;
  }

  /** The batch that has begun already, if one has. */
  Optional<List<PendingEvent>> following() {
    return Optional.ofNullable(next).map(Flight::batch);
  }

  boolean hasNext() {
    return next != null;
  }

  /** The current one has landed. */
  void landed() {
    current = null;
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
