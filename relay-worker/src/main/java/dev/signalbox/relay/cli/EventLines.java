package dev.signalbox.relay.cli;

import java.util.ArrayList;
import java.util.List;

/** Reads a batch: one event a line, empty lines aside. */
final class EventLines {

  private static final int SHOWN_PROBLEMS = 10;

  private final List<NumberedEvent> events = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private EventLines() {}

  /**
   * All events of the text.
   *
   * @throws CommandFailure that names every bad line, the first {@value #SHOWN_PROBLEMS} at least
   */
  static List<NumberedEvent> parse(String input, String text) {
    EventLines lines = new EventLines();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      lines.add(++number, line);
    }
    if (!lines.problems.isEmpty()) {
      throw new CommandFailure(input + ": " + lines.shownProblems());
    }
    return lines.events;
  }

  private void add(int number, String line) {
    if (line.isBlank()) {
      return;
    }
    try {
      events.add(new NumberedEvent(number, EventLine.parse(line)));
    } catch (IllegalArgumentException e) {
      problems.add("line %d %s".formatted(number, e.getMessage()));
    }
  }

  private String shownProblems() {
    String shown =
        String.join("; ", problems.subList(0, Math.min(SHOWN_PROBLEMS, problems.size())));
    int more = problems.size() - SHOWN_PROBLEMS;
    return (more > 0 ? "%s; and %d more lines".formatted(shown, more) : shown)
        + ". Nothing was sent.";
  }
}
