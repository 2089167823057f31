package dev.signalbox.relay.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code signalbox organizations}. */
@Command(
    name = "organizations",
    synopsisSubcommandLabel = "COMMAND",
    description = "Show organizations; pause, resume, disable or set them.")
final class OrganizationsCommand {

  static CommandLine group(Map<String, String> environment, Terminal terminal) {
    Operator operator = new Operator(environment, terminal);
    return new CommandLine(new OrganizationsCommand())
        .addSubcommand(new ListOrganizationsCommand(operator))
        .addSubcommand(new ShowOrganizationCommand(operator))
        .addSubcommand(new PauseCommand(operator))
        .addSubcommand(new ResumeCommand(operator))
        .addSubcommand(new DisableCommand(operator))
        .addSubcommand(new SetOrganizationCommand(operator))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
