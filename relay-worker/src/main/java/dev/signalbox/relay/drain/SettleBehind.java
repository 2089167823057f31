package dev.signalbox.relay.drain;

import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.settle.Settlement;
import dev.signalbox.relay.settle.Settler;
import dev.signalbox.relay.settle.Standing;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Settles one batch while the next one is read and sent; never more than one. Not thread-safe: used
 * by the slice's own thread.
 */
final class SettleBehind {

  private final Settler settler;
  private final Lease lease;
  private final SideExecutor executor;
  private FutureTask<Standing> running = done();
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
    running = new FutureTask<>(settling);
    executor.execute(running);
  }

  /** Waits for the settlement under way; false when the lease is lost. */
  boolean join() throws SQLException, InterruptedException {
    try {
      Standing standing = running.get();
      stopped |= standing == Standing.STOPPED;
      return standing != Standing.LOST;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("Settling failed by a bug.", e.getCause());
    }
  }

  /** Whether a settlement has found the organization paused or disabled. */
  boolean isStopped() {
    return stopped;
  }

  /** Waits for the settlement under way, however it ends. */
  void awaitEnd() throws InterruptedException {
    try {
      running.get();
    } catch (ExecutionException e) {
      // nobody goes on from here; the events are delivered again and settled by a later slice
    }
  }

  private static FutureTask<Standing> done() {
    FutureTask<Standing> done = new FutureTask<>(() -> Standing.ACTIVE);
    done.run();
    return done;
  }
}
