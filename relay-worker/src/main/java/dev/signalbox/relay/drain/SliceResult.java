package dev.signalbox.relay.drain;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;

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
 * @param stopped the state of an organization whose events are all stopped, as a word of {@link
 *     dev.signalbox.contract.RelayStatus}: no wake may shorten the wait, and without a due time the
 *     run ends; empty when nothing is in the way
 * @param lastError what went wrong last, or why the slice was stopped; empty when nothing did
 * @param weight the organization's share of the task queue, for the slice that comes next
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SliceResult(
    long delivered,
    long duplicates,
    long retried,
    long dead,
    boolean more,
    long nextDueMillis,
    String stopped,
    String lastError,
    double weight) {

  /** What a slice of another build does not tell is empty, and its weight the usual one. */
  public SliceResult {
    stopped = Objects.requireNonNullElse(stopped, "");
    lastError = Objects.requireNonNullElse(lastError, "");
    weight = weight == 0 ? 1 : weight;
  }

  /** The state of an organization that rests for its own rate limit, which is no setback. */
  public static final String OWN_LIMIT = "throttled by its own rate limit";

  /** Nothing is due by itself. */
  public static final long NEVER = -1;
}
