package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.PendingEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Consecutive rows of an organization, in id order.
 *
 * @param rows the rows
 * @param cut whether a limit ended the page, so that more rows may follow
 */
record Page(List<Row> rows, boolean cut) {

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

  sealed interface Row {
    long id();

    /** May go now, unless its ordering key is blocked. */
    record Due(PendingEvent event) implements Row {
      @Override
      public long id() {
        return event.id();
      }
    }

    /** May not go now, and nothing of its key behind it either. */
    record Waiting(long id, String orderingKey) implements Row {}
  }
}
