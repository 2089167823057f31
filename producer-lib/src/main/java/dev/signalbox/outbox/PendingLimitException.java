package dev.signalbox.outbox;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An append that would take organizations over their limits of pending events. Nothing of it was
 * written; the transaction is as it was and can go on.
 *
 * <p>Pending is every row of the outbox: due, waiting, paused or held. What counts is what the
 * statement sees: the rows of this transaction and those that were committed before (in {@code
 * REPEATABLE READ} and above: before the transaction began). Transactions that append at the same
 * time do not see each other's rows and do not wait for each other, so the limit can be overshot by
 * what they append together until they commit; it holds exactly for one transaction at a time.
 */
public final class PendingLimitException extends IllegalStateException {

  private static final long serialVersionUID = 1;
  private static final int NAMED = 10;

  /** Not serialised: what matters of it is in the message. */
  private final transient List<Exceeded> exceeded;

  PendingLimitException(List<Exceeded> exceeded) {
    super(message(exceeded));
    this.exceeded = List.copyOf(exceeded);
  }

  /**
   * A limit that would be exceeded.
   *
   * @param organization whose
   * @param limit of its pending events
   */
  public record Exceeded(String organization, int limit) {}

  /** All limits that would be exceeded, by organization. */
  public List<Exceeded> exceeded() {
    return exceeded;
  }

  private static String message(List<Exceeded> exceeded) {
    String more = exceeded.size() > NAMED ? " And %d more.".formatted(exceeded.size() - NAMED) : "";
    return exceeded.stream()
        .limit(NAMED)
        .map(
            one ->
                "Organization %s would have more pending events than its limit of %d."
                    .formatted(one.organization(), one.limit()))
        .collect(Collectors.joining(" ", "", more));
  }
}
