package dev.signalbox.relay.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Builds the command tree. Another program adds commands of its own to the list. */
public final class RelayCommandLine {

  private RelayCommandLine() {}

  /** The relay's own commands. */
  static List<Object> commands(
      Terminal terminal,
      Map<String, String> environment,
      RelayStarter starter,
      EventSender sender) {
    return List.of(
        new WorkerCommand(environment, starter),
        new MigrateCommand(environment, terminal),
        new SendCommand(environment, terminal, sender),
        DeadLettersCommand.group(environment, terminal),
        OrganizationsCommand.group(environment, terminal),
        new SourceCommand(new Operator(environment, terminal)),
        new VersionCommand(terminal));
  }

  /** The tree of these commands; {@code execute} gives the exit code and throws nothing. */
  public static CommandLine of(Terminal terminal, List<Object> commands) {
    RootCommand root = new RootCommand();
    CommandLine line = new CommandLine(root);
    commands.forEach(line::addSubcommand);
    ErrorLines errors = new ErrorLines(root);
    return line.setOut(terminal.out())
        .setErr(terminal.error())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setExecutionStrategy(RelayCommandLine::runOrHelp);
  }

  private static int runOrHelp(ParseResult arguments) {
    if (arguments.hasSubcommand()) {
      return new RunLast().execute(arguments);
    }
    CommandLine line = arguments.commandSpec().commandLine();
    line.usage(line.getOut());
    return ExitCodes.DONE;
  }
}
