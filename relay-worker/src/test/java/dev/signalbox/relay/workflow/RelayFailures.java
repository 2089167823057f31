package dev.signalbox.relay.workflow;

import dev.signalbox.relay.drain.SliceResult;
import io.temporal.failure.ApplicationFailure;

/** Ways in which slices fail. */
final class RelayFailures {

  private RelayFailures() {}

  static SliceResult databaseDown() {
    throw ApplicationFailure.newFailure("The database answered SQLSTATE 08006.", "Database");
  }
}
