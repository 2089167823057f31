package dev.signalbox.relay.cli;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.organization.OrganizationDirectory;
import dev.signalbox.relay.report.ReportRow;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signalbox organizations show}. */
@Command(
    name = "show",
    description = {
      "Show one organization: state, terms, lease, why it is quiet, and what waits.",
      "Pending events are counted up to 10000."
    })
final class ShowOrganizationCommand implements Callable<Integer> {

  @Mixin OrganizationArgument argument = new OrganizationArgument();

  @Option(names = "--json", description = "As a JSON object.")
  boolean json;

  private final Operator operator;

  ShowOrganizationCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    OrganizationId organization = argument.organization();
    ReportRow row =
        operator.outbox(
            (dataSource, schema) ->
                new OrganizationDirectory(dataSource, schema).show(organization));
    Listing listing = new Listing(operator.terminal().out());
    if (json) {
      listing.json(List.of(row));
    } else {
      listing.details(row);
    }
    return ExitCodes.DONE;
  }
}
