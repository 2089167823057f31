package dev.signalbox.relay.sweep;

import io.temporal.worker.Worker;
import jakarta.inject.Inject;

/** The scheduled sweeps of a worker, for whoever runs it. */
public final class Sweeps {

  private final SweepActivityImpl activity;

  @Inject
  Sweeps(SweepActivityImpl activity) {
    this.activity = activity;
  }

  /** Makes the worker take scheduled sweeps. */
  public void register(Worker worker) {
    register(worker, activity);
  }

  static void register(Worker worker, SweepActivity activity) {
    worker.registerWorkflowImplementationFactory(OutboxSweep.class, OutboxSweepImpl::new);
    worker.registerActivitiesImplementations(activity);
  }
}
