package dev.signalbox.relay.cli;

import dev.signalbox.relay.organization.OrganizationDirectory;
import dev.signalbox.relay.report.ReportRow;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalbox organizations list}. */
@Command(
    name = "list",
    description = "List organizations that have a row or were ever drained, in order of their ids.")
final class ListOrganizationsCommand implements Callable<Integer> {

  private static final List<String> COLUMNS =
      List.of("organization", "state", "until", "quiet", "quietReason", "actor", "reason");

  /** As in the table; a pause that is over counts as active. */
  enum State {
    ACTIVE,
    PAUSED,
    DISABLED
  }

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only these: active, paused or disabled.")
  @Nullable State state;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  int limit;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  private final Operator operator;

  ListOrganizationsCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new WrongUse("--limit is %d; it must be at least 1.".formatted(limit));
    }
    String asked = state == null ? "" : state.name().toLowerCase(Locale.ROOT);
    List<ReportRow> rows =
        operator.outbox(
            (dataSource, schema) ->
                new OrganizationDirectory(dataSource, schema).list(asked, limit));
    new Listing(operator.terminal().out()).rows(rows, COLUMNS, json);
    return ExitCodes.DONE;
  }
}
