package dev.signalbox.relay.drain;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What runs beside its slice, and fails for the slice as if its own thread had done it. */
final class SideStep<T> {

  private final FutureTask<T> task;

  private SideStep(Callable<T> work) {
    this.task = new FutureTask<>(work);
  }

  static <T> SideStep<T> begin(SideExecutor executor, Callable<T> work) {
    SideStep<T> step = new SideStep<>(work);
    executor.execute(step.task);
    return step;
  }

  /** One that nobody waits for. */
  static <T> SideStep<T> done(T result) {
    SideStep<T> step = new SideStep<>(() -> result);
    step.task.run();
    return step;
  }

  T join() throws SQLException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("A step beside a slice failed by a bug.", e.getCause());
    }
  }

  /** Waits for its end, however it ends. */
  void awaitEnd() throws InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      // nobody goes on from here
    }
  }
}
