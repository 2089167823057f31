package dev.signalbox.bench.idle;

/** Their names. */
final class IdleFigures {

  static final String ACTIONS = "Temporal actions/min";
  static final String ACTIONS_OF_A_SWEEP = "Temporal actions/sweep";
  static final String HISTORY_EVENTS = "Temporal history events/min";
  static final String CALLS = "calls to Temporal/min";
  static final String RUNS = "runs of organizations' workflows/min";
  static final String STATEMENTS = "statements/min";
  static final String WAL = "WAL bytes/min";
  static final String CPU = "CPU ms/min";
  static final String RESIDENT = "RSS MiB";
  static final String SWEEPS = "sweeps/min";
  static final String SWEEP = "ms/empty sweep";

  private IdleFigures() {}
}
