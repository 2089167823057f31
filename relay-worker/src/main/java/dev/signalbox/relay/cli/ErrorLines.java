package dev.signalbox.relay.cli;

import dev.signalbox.relay.config.ConfigurationException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever ended a command into one line on the error stream and an exit code. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final RootCommand root;

  ErrorLines(RootCommand root) {
    this.root = root;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().printf("%s: %s (see %s --help)%n", name, oneLine(failure), name);
    return ExitCodes.WRONG_USE;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    PrintWriter error = command.getErr();
    error.printf("%s: %s%n", command.getCommandSpec().qualifiedName(), sentence(failure));
    if (root.verbose) {
      failure.printStackTrace(error);
    }
    error.flush();
    return failure instanceof ConfigurationException || failure instanceof WrongUse
        ? ExitCodes.WRONG_USE
        : ExitCodes.FAILED;
  }

  private static String sentence(Exception failure) {
    return failure instanceof ConfigurationException
            || failure instanceof CommandFailure
            || failure instanceof WrongUse
        ? oneLine(failure)
        : CommandFailure.explanation(failure) + " (--verbose shows where)";
  }

  private static String oneLine(Exception failure) {
    return String.join(
        " ", String.valueOf(failure.getMessage()).lines().map(String::strip).toList());
  }
}
