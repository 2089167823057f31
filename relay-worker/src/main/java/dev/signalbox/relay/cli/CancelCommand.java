package dev.signalbox.relay.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code signalbox dead-letters cancel}. */
@Command(
    name = "cancel",
    description = "End an operation behind the step that runs; what it moved stays moved.")
final class CancelCommand implements Callable<Integer> {

  @Parameters(paramLabel = "OPERATION", description = "The id that redrive or discard printed.")
  UUID operation = new UUID(0, 0);

  private final Operator operator;

  CancelCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    if (!operator.operations(operator.settings(), client -> client.cancel(operation))) {
      throw new CommandFailure("No operation %s runs.".formatted(operation));
    }
    operator.terminal().out().println("It ends behind the step that runs.");
    return ExitCodes.DONE;
  }
}
