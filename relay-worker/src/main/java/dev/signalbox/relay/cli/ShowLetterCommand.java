package dev.signalbox.relay.cli;

import dev.signalbox.relay.redrive.DeadLetters;
import dev.signalbox.relay.report.ReportRow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signalbox dead-letters show}. */
@Command(
    name = "show",
    description = "Show one dead letter: why it died, and what the destination answered.")
final class ShowLetterCommand implements Callable<Integer> {

  @Parameters(paramLabel = "LETTER", description = "Its number.")
  long letter;

  @Option(
      names = "--payload",
      description = "Print its payload alone, byte for byte what was appended.")
  boolean payload;

  @Option(names = "--json", description = "As a JSON object.")
  boolean json;

  private final Operator operator;

  ShowLetterCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    if (payload) {
      operator.terminal().out().print(found(text()));
      operator.terminal().out().flush();
    } else {
      show(found(row()));
    }
    return ExitCodes.DONE;
  }

  private void show(ReportRow row) {
    Listing listing = new Listing(operator.terminal().out());
    if (json) {
      listing.json(List.of(row));
    } else {
      listing.details(row);
    }
  }

  private Optional<ReportRow> row() {
    return operator.outbox(
        (dataSource, schema) -> new DeadLetters(dataSource, schema).show(letter));
  }

  private Optional<String> text() {
    return operator.outbox(
        (dataSource, schema) -> new DeadLetters(dataSource, schema).payload(letter));
  }

  private <T> T found(Optional<T> answer) {
    return answer.orElseThrow(
        () -> new CommandFailure("There is no dead letter %d.".formatted(letter)));
  }
}
