package dev.signalbox.relay.drain;

import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.settle.Settler;
import jakarta.inject.Inject;

/** Settles for each slice behind its back. */
final class Settlements {

  private final Settler settler;
  private final SideExecutor executor;

  @Inject
  Settlements(Settler settler, SideExecutor executor) {
    this.settler = settler;
    this.executor = executor;
  }

  SettleBehind of(Lease lease) {
    return new SettleBehind(settler, lease, executor);
  }
}
