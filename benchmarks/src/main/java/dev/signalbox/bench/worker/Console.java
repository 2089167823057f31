package dev.signalbox.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The inside of a {@link MeasuredProcess}: each line of its input is a command with a number, and
 * is answered by a line of figures. Used by one thread.
 */
public final class Console {

  static final String READY = "ready";
  static final String FAILED = "failed";
  static final String FIGURE_END = "\t";

  private final Map<String, Command> commands;

  /** One command. */
  @FunctionalInterface
  public interface Command {

    /** Does it, and returns figures by name. */
    Map<String, Double> answer(int number) throws Exception;
  }

  /** Knows these commands by their names. */
  public Console(Map<String, Command> commands) {
    this.commands = Map.copyOf(commands);
  }

  /** Says that it is ready and answers until the input ends. */
  public void serve() throws IOException {
    System.out.println(READY);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(answer(line));
    }
  }

  private String answer(String line) {
    String[] words = line.split(" ", 2);
    Command command = commands.get(words[0]);
    if (command == null) {
      return "%s There is no command \"%s\".".formatted(FAILED, words[0]);
    }
    try {
      return command.answer(words.length > 1 ? Integer.parseInt(words[1]) : 0).entrySet().stream()
          .map(figure -> figure.getKey() + "=" + figure.getValue())
          .collect(Collectors.joining(FIGURE_END));
    } catch (Exception e) { // whatever it is, whoever asked is told
      return "%s %s".formatted(FAILED, e.toString().lines().findFirst().orElse(""));
    }
  }
}
