package dev.signalbox.relay.cli;

import dev.signalbox.relay.redrive.DeadLetters;
import dev.signalbox.relay.redrive.LetterSelection;
import dev.signalbox.relay.report.ReportRow;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signalbox dead-letters list}. */
@Command(name = "list", description = "List dead letters, the oldest first, without payloads.")
final class ListLettersCommand implements Callable<Integer> {

  private static final List<String> COLUMNS =
      List.of(
          "letter",
          "died",
          "organization",
          "type",
          "key",
          "class",
          "status",
          "attempts",
          "event",
          "reason");

  @Mixin LetterOptions letters = new LetterOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  int limit;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  private final Operator operator;

  ListLettersCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    LetterSelection selection = letters.selection();
    if (limit < 1) {
      throw new WrongUse("--limit is %d; it must be at least 1.".formatted(limit));
    }
    List<ReportRow> rows =
        operator.outbox(
            (dataSource, schema) -> new DeadLetters(dataSource, schema).list(selection, limit));
    new Listing(operator.terminal().out()).rows(rows, COLUMNS, json);
    return ExitCodes.DONE;
  }
}
