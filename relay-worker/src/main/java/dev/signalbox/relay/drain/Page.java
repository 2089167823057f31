package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.PendingEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a bounded look at an organization's outbox met, in id order.
 *
 * @param rows those that matter
 * @param last the last id that was looked at; whatever matters up to it is among the rows
 * @param cut whether a limit ended the look, so that more rows may follow
 * @param newer whether some of the rows looked at are written in a way that this version does not
 *     know
 * @param parked whether the organization has parked dead letters; false without rows
 * @param scanned how many rows were looked at
 * @param withheld bytes of the due event that is alone on the page and has not been read because it
 *     is larger than the limit; 0 without
 * @param nextDueMillis until the first of the rows looked at that may not go now is due; {@link
 *     SliceResult#NEVER} without
 */
record Page(
    List<Row> rows,
    long last,
    boolean cut,
    boolean newer,
    boolean parked,
    long scanned,
    long withheld,
    long nextDueMillis) {

  /** Whether most of the rows behind it are likely to be none that matter, as on it. */
  boolean sparse() {
    return scanned - rows.size() > scanned / 2;
  }

  /** The ordering keys of the rows that may go. */
  Set<String> dueKeys() {
    Set<String> keys = new HashSet<>();
    for (Row row : rows) {
      if (row instanceof Row.Due due && due.event().orderingKey() != null) {
        keys.add(due.event().orderingKey());
      }
    }
    return keys;
  }

  /** Whether any of the rows may go. */
  boolean hasDue() {
    return rows.stream().anyMatch(Row.Due.class::isInstance);
  }

  sealed interface Row {

    /** May go now, unless its ordering key is blocked. */
    record Due(PendingEvent event) implements Row {}

    /** May not go now, and nothing of its key behind it either. */
    record Waiting(long id, String orderingKey) implements Row {}
  }
}
