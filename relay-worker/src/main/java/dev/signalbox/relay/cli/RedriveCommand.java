package dev.signalbox.relay.cli;

import dev.signalbox.relay.redrive.OperationKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signalbox dead-letters redrive}. */
@Command(
    name = "redrive",
    description = {
      "Put dead letters back into the outbox, as an operation that goes on in the relay.",
      "Prints the operation's id. An event keeps its id, so Svix stores none twice."
    })
final class RedriveCommand implements Callable<Integer> {

  @Mixin LetterOperation operation = new LetterOperation();

  @Option(
      names = "--resend",
      description = "Give each event a new id: receivers see again what Svix had already.")
  boolean resend;

  private final Operator operator;

  RedriveCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    return operation.run(operator, resend ? OperationKind.RESEND : OperationKind.REDRIVE);
  }
}
