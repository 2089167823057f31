package dev.signalbox.relay.cli;

import dev.signalbox.relay.config.ProducerSettings;
import dev.signalbox.relay.operation.OperationLog;
import dev.signalbox.relay.redrive.OperationProgress;
import dev.signalbox.relay.report.ReportRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signalbox dead-letters progress}. */
@Command(
    name = "progress",
    description = "Say how far an operation is: by its record, and by the worker that runs it.")
final class ProgressCommand implements Callable<Integer> {

  @Parameters(paramLabel = "OPERATION", description = "The id that redrive or discard printed.")
  UUID operation = new UUID(0, 0);

  @Option(names = "--json", description = "As a JSON object.")
  boolean json;

  private final Operator operator;

  ProgressCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    ReportRow row = together(record(), progress());
    Listing listing = new Listing(operator.terminal().out());
    if (json) {
      listing.json(List.of(row));
    } else {
      listing.details(row);
    }
    return ExitCodes.DONE;
  }

  private Optional<ReportRow> record() {
    return operator.outbox(
        (dataSource, schema) -> new OperationLog(schema).find(dataSource, operation));
  }

  /** Without Temporal or a worker the record still says what was done. */
  private Optional<OperationProgress> progress() {
    ProducerSettings settings = operator.settings();
    try {
      return operator.operations(settings, client -> client.progress(operation));
    } catch (CommandFailure e) {
      operator.terminal().error().printf("signalbox dead-letters progress: %s%n", e.getMessage());
      return Optional.empty();
    }
  }

  private ReportRow together(Optional<ReportRow> record, Optional<OperationProgress> progress) {
    if (record.isEmpty() && progress.isEmpty()) {
      throw new CommandFailure("There is no operation %s.".formatted(operation));
    }
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    columns.put("operation", operation.toString());
    progress.ifPresent(
        now -> {
          columns.put("kind", now.kind());
          columns.put("state", now.state());
          columns.put("affected", now.affected());
          columns.put("selected", now.selected());
          columns.put("letter", now.letterId());
        });
    record.ifPresent(row -> columns.putAll(row.columns()));
    return new ReportRow(columns);
  }
}
