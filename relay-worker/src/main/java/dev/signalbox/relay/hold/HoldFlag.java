package dev.signalbox.relay.hold;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Whether this worker has last seen the source held. It makes running slices end; what a slice may
 * do is decided by what it reads at its start.
 */
@Singleton
public final class HoldFlag {

  private volatile boolean up;

  @Inject
  HoldFlag() {}

  /** Takes note of what the database says now. */
  public void see(boolean held) {
    up = held;
  }

  /** Asked before every delivery. */
  public boolean isUp() {
    return up;
  }
}
