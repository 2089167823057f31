package dev.signalbox.relay.operation;

/**
 * Who does something, and why.
 *
 * @param actor a person or a program; 1 to {@value #LONGEST_ACTOR} characters
 * @param reason in their words, at most {@value #LONGEST_REASON} characters; empty: none was given
 */
public record Attribution(String actor, String reason) {

  private static final int LONGEST_ACTOR = 200;
  private static final int LONGEST_REASON = 1000;

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException when one is too long, has control characters, or nobody acts
   */
  public Attribution {
    if (actor.isBlank()) {
      throw new IllegalArgumentException("The actor is blank.");
    }
    check("actor", actor, LONGEST_ACTOR);
    check("reason", reason, LONGEST_REASON);
  }

  private static void check(String name, String text, int longest) {
    if (text.length() > longest) {
      throw new IllegalArgumentException(
          "The %s is %d characters long; the limit is %d.".formatted(name, text.length(), longest));
    }
    if (text.chars().anyMatch(Character::isISOControl)
        || text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new IllegalArgumentException(
          "The %s has a control character or an unpaired surrogate.".formatted(name));
    }
  }
}
