package dev.signalbox.relay.redrive;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Which dead letters are meant: those to which everything applies that is not empty. A worker that
 * does not know a criterion refuses it: without it, letters would be moved that nobody meant.
 *
 * @param organizationId whose they are
 * @param eventType exactly
 * @param errorClass one of {@link #ERROR_CLASSES}
 * @param since that died then or later; ISO 8601
 * @param until that died before; ISO 8601
 * @param letterIds at most {@value #MAX_IDS}
 */
public record LetterSelection(
    String organizationId,
    String eventType,
    String errorClass,
    String since,
    String until,
    List<Long> letterIds) {

  /** More would not fit into one statement or a workflow's input in good order. */
  public static final int MAX_IDS = 1000;

  /** As the table has them. */
  public static final Set<String> ERROR_CLASSES =
      Set.of("rejected", "exhausted", "poison", "damaged", "skipped");

  /** Every dead letter. */
  public static final LetterSelection ALL = new LetterSelection("", "", "", "", "", List.of());

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when a class is unknown, a time is none or ids are too many
   */
  public LetterSelection {
    if (!errorClass.isEmpty() && !ERROR_CLASSES.contains(errorClass)) {
      throw new IllegalArgumentException(
          "Error class \"%s\" is none of %s."
              .formatted(errorClass, String.join(", ", new TreeSet<>(ERROR_CLASSES))));
    }
    checkTime(since);
    checkTime(until);
    letterIds = List.copyOf(letterIds);
    if (letterIds.size() > MAX_IDS) {
      throw new IllegalArgumentException(
          "%d letter ids are given; the limit is %d.".formatted(letterIds.size(), MAX_IDS));
    }
  }

  private static void checkTime(String text) {
    try {
      if (!text.isEmpty()) {
        Instant.parse(text);
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("\"%s\" is no time in ISO 8601.".formatted(text), e);
    }
  }

  /** Whether nothing limits it. */
  public boolean selectsEverything() {
    return equals(ALL);
  }

  /** For the record of what was done. */
  public String words() {
    StringJoiner words = new StringJoiner(" ");
    words.setEmptyValue("all");
    add(words, "organization", organizationId);
    add(words, "type", eventType);
    add(words, "class", errorClass);
    add(words, "since", since);
    add(words, "until", until);
    letterIds.forEach(id -> add(words, "id", id.toString()));
    return words.toString();
  }

  private static void add(StringJoiner words, String name, String value) {
    if (!value.isEmpty()) {
      words.add(name + "=" + value);
    }
  }
}
