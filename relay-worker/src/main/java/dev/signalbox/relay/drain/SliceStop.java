package dev.signalbox.relay.drain;

import dev.signalbox.relay.watch.Watcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Tells running slices that the worker stops: they settle what they have and return. */
@Singleton
final class SliceStop {

  private final Watcher watcher;
  private volatile boolean requested;

  @Inject
  SliceStop(Watcher watcher) {
    this.watcher = watcher;
  }

  /** Asks every slice of this worker to end after the calls that it has in flight. */
  void request() {
    requested = true;
    watcher.yieldAll();
  }

  boolean isRequested() {
    return requested;
  }
}
