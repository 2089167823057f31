package dev.signalbox.bench.worker;

import java.util.Map;

/** What a worker has told. */
public record WorkerFigures(Map<String, Double> values) {

  /** Copies the map. */
  public WorkerFigures {
    values = Map.copyOf(values);
  }

  /** Live bytes of the heap; only after a collection. */
  public double heap() {
    return value(OwnFigures.HEAP);
  }

  /** Resident bytes. */
  public double resident() {
    return value(OwnFigures.RESIDENT);
  }

  /** Processor time in nanoseconds. */
  public double processorNanos() {
    return value(OwnFigures.PROCESSOR);
  }

  /** Statements but BEGIN and COMMIT. */
  public double statements() {
    return value(MeasuredRelay.STATEMENTS);
  }

  /** Calls to Temporal, polls among them. */
  public double temporalCalls() {
    return value(MeasuredRelay.CALLS);
  }

  /** Workflow tasks that came. */
  public double workflowTasks() {
    return value(MeasuredRelay.WORKFLOW_TASKS);
  }

  /** Those for which the history had to be gone through anew. */
  public double replays() {
    return value(MeasuredRelay.REPLAYS);
  }

  /** Runs of workflows that have completed. */
  public double completedRuns() {
    return value(MeasuredRelay.COMPLETED_RUNS);
  }

  double value(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The worker does not tell \"%s\".".formatted(name));
    }
    return value;
  }
}
