package dev.signalbox.relay.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code signalbox dead-letters}. */
@Command(
    name = "dead-letters",
    synopsisSubcommandLabel = "COMMAND",
    description = "List events that were given up; put them back, or discard them.")
final class DeadLettersCommand {

  static CommandLine group(Map<String, String> environment, Terminal terminal) {
    Operator operator = new Operator(environment, terminal);
    return new CommandLine(new DeadLettersCommand())
        .addSubcommand(new ListLettersCommand(operator))
        .addSubcommand(new CountLettersCommand(operator))
        .addSubcommand(new ShowLetterCommand(operator))
        .addSubcommand(new RedriveCommand(operator))
        .addSubcommand(new DiscardCommand(operator))
        .addSubcommand(new ProgressCommand(operator))
        .addSubcommand(new CancelCommand(operator));
  }
}
