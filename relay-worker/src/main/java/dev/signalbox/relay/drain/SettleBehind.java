package dev.signalbox.relay.drain;

import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.settle.Settlement;
import dev.signalbox.relay.settle.Settler;
import dev.signalbox.relay.settle.Standing;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/**
 * Settles one batch while the next one is read and sent; never more than one. Not thread-safe: used
 * by the slice's own thread.
 */
final class SettleBehind {

  private final Settler settler;
  private final Lease lease;
  private final SideExecutor executor;
  private SideStep<Standing> running = SideStep.done(Standing.ACTIVE);
  private boolean stopped;

  SettleBehind(Settler settler, Lease lease, SideExecutor executor) {
    this.settler = settler;
    this.lease = lease;
    this.executor = executor;
  }

  /** Starts to settle; only right after a {@link #join} that returned true. */
  void settle(Settlement settlement) {
    if (!settlement.isEmpty()) {
      run(() -> settler.settle(lease, settlement));
    }
  }

  /** Like {@link #settle}, and gives the lease back with it: the last settlement of a slice. */
  void settleAndClear(Settlement settlement) {
    run(() -> settler.settleAndClear(lease, settlement));
  }

  private void run(Callable<Standing> settling) {
    running = SideStep.begin(executor, settling);
  }

  /** Waits for the settlement under way; false when the lease is lost. */
  boolean join() throws SQLException, InterruptedException {
    Standing standing = running.join();
    stopped |= standing == Standing.STOPPED;
    return standing != Standing.LOST;
  }

  /** Whether a settlement has found the organization paused or disabled. */
  boolean isStopped() {
    return stopped;
  }

  /** Waits for the settlement under way; what it failed to settle a later slice delivers again. */
  void awaitEnd() throws InterruptedException {
    running.awaitEnd();
  }
}
