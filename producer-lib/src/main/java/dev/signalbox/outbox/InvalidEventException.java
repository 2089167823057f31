package dev.signalbox.outbox;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Events that could never be delivered. Nothing of their batch was written and the transaction is
 * as it was. Neither message nor problems quote the payload.
 */
public final class InvalidEventException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;
  private static final int NAMED = 10;

  /** Not serialised: what matters of it is in the message. */
  private final transient List<Problem> problems;

  InvalidEventException(List<Problem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /**
   * A rule that an event breaks.
   *
   * @param index of the event in its batch, from 0
   * @param message which rule, in a sentence
   */
  public record Problem(int index, String message) {}

  /** All that is wrong, by index; an event that breaks several rules is there several times. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    String more = problems.size() > NAMED ? " And %d more.".formatted(problems.size() - NAMED) : "";
    return problems.stream()
        .limit(NAMED)
        .map(problem -> "Event %d: %s".formatted(problem.index(), problem.message()))
        .collect(Collectors.joining(" ", "", more));
  }
}
