package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.hold.HoldFlag;
import dev.signalbox.relay.watch.Watcher;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Keeps a slice that has run dry for the next event, so that an organization with steady traffic
 * needs no wake per event; but not when a cold organization needs the slot, and not when the worker
 * stops or the source is held.
 */
final class Linger {

  /** How often a slice that waits for its own pace asks whether it still may. */
  private static final Duration LOOK_UP = Duration.ofMillis(100);

  private final Watcher watcher;
  private final Slots slots;
  private final SliceStop stop;
  private final HoldFlag hold;
  private final DrainSettings settings;

  @Inject
  Linger(Watcher watcher, Slots slots, SliceStop stop, HoldFlag hold, DrainSettings settings) {
    this.watcher = watcher;
    this.slots = slots;
    this.stop = stop;
    this.hold = hold;
    this.settings = settings;
  }

  DrainSettings settings() {
    return settings;
  }

  /** With {@code all}, as if every slice that lingers went on now. */
  long byteLimit(boolean all) {
    return all ? slots.byteLimitOfAll() : slots.byteLimit();
  }

  /** Whether others need the slots. */
  boolean isRoomScarce() {
    return slots.areScarce();
  }

  /** Whether slices must end before their time: the worker stops, or the source is held. */
  boolean isStopping() {
    return stop.isRequested() || hold.isUp();
  }

  /**
   * Waits for so long, while there are slots enough.
   *
   * @return false when the slot is needed or the worker stops; then it has not waited to the end
   */
  boolean pause(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (slots.areScarce() || isStopping()) {
        return false;
      }
      Thread.sleep(Duration.ofNanos(Math.min(left, LOOK_UP.toNanos())));
    }
    return true;
  }

  /**
   * Asks the slice that has lingered longest for its slot when slots are scarce.
   *
   * @return whether they are not, or will not be
   */
  boolean makeRoom() {
    return !slots.areScarce() || watcher.yieldOne();
  }

  /** Whether a slice that has run dry waits at all, as things are. */
  boolean isWanted() {
    return settings.linger().isPositive()
        && !isStopping()
        && (!slots.areScarce() || watcher.isWatching());
  }

  /**
   * Waits for an event of the organization after an id. Where slots are scarce, who has lingered
   * longer makes room: a busy organization must not go cold because others have just come.
   *
   * @param first whether it is the first wait since the last event; others make nobody go
   * @return whether there is one; false when patience has ended or the slot is needed
   */
  boolean awaitNews(OrganizationId organization, long after, Duration patience, boolean first)
      throws InterruptedException {
    if (!patience.isPositive() || !isWanted() || (first && !makeRoom())) {
      return false;
    }
    slots.linger();
    try {
      return watcher.awaitNews(organization, after, patience, () -> !isStopping());
    } finally {
      slots.goOn();
    }
  }
}
