package dev.signalbox.relay.drain;

/**
 * What a slice did and what comes next. Counts and short texts only: it stands in Temporal's
 * history.
 *
 * @param delivered events that the destination accepted, duplicates among them
 * @param duplicates events that it had already
 * @param retried refusals that will be tried again
 * @param dead events moved to the dead letters
 * @param more whether another slice must follow at once
 * @param nextDueMillis until a look without a wake, or {@link #NEVER}
 * @param stopped why no wake may shorten that wait; empty when one may
 * @param lastError what went wrong last; empty when nothing did
 */
public record SliceResult(
    long delivered,
    long duplicates,
    long retried,
    long dead,
    boolean more,
    long nextDueMillis,
    String stopped,
    String lastError) {

  /** Nothing is due by itself. */
  public static final long NEVER = -1;
}
