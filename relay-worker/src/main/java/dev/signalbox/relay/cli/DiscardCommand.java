package dev.signalbox.relay.cli;

import dev.signalbox.relay.redrive.OperationKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code signalbox dead-letters discard}. */
@Command(
    name = "discard",
    description = {
      "Delete dead letters for good, as an operation that goes on in the relay.",
      "Prints the operation's id. A parked ordering key goes on."
    })
final class DiscardCommand implements Callable<Integer> {

  @Mixin LetterOperation operation = new LetterOperation();

  private final Operator operator;

  DiscardCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    return operation.run(operator, OperationKind.DISCARD);
  }
}
