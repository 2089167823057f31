package dev.signalbox.relay.cli;

import dev.signalbox.relay.redrive.DeadLetters;
import dev.signalbox.relay.redrive.LetterSelection;
import dev.signalbox.relay.report.ReportRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signalbox dead-letters count}. */
@Command(name = "count", description = "Count dead letters by error class.")
final class CountLettersCommand implements Callable<Integer> {

  @Mixin LetterOptions letters = new LetterOptions();

  @Option(names = "--json", description = "One JSON object a line; the last one is the sum.")
  boolean json;

  private final Operator operator;

  CountLettersCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    print(operator, letters.selection(), json);
    return ExitCodes.DONE;
  }

  /** Prints the counts; returns their sum. */
  static long print(Operator operator, LetterSelection selection, boolean json) {
    List<ReportRow> rows =
        operator
            .outbox((dataSource, schema) -> new DeadLetters(dataSource, schema).count(selection))
            .stream()
            .map(CountLettersCommand::named)
            .toList();
    new Listing(operator.terminal().out())
        .rows(rows, List.of("class", "letters", "parked", "organizations"), json);
    return Long.parseLong(rows.getLast().text("letters"));
  }

  private static ReportRow named(ReportRow row) {
    Map<String, @Nullable Object> columns = new LinkedHashMap<>(row.columns());
    columns.putIfAbsent("class", "all");
    return new ReportRow(columns);
  }
}
