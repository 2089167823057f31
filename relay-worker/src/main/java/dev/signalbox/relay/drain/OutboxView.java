package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.Page.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What one slice sees of its organization's outbox: the events that may go now, in id order,
 * without those that stand behind an undelivered event of their ordering key.
 *
 * <p>A transaction may take an id early and commit late, behind where the slice has looked. An
 * event that follows such a one in its ordering key is held back until the slice has looked there
 * again.
 *
 * <p>Not thread-safe: used by the slice's own thread.
 */
final class OutboxView {

  private static final long NOWHERE = Long.MAX_VALUE;

  private final OutboxReader reader;
  private final OrganizationId organization;
  private final int rowLimit;
  private final LongSupplier byteLimit;
  private final LongSupplier nanoTime;
  private final KeyBlocks blocks = new KeyBlocks();
  private final ReadCursor cursor = new ReadCursor();
  private List<Long> handedOutBefore = List.of();
  private List<Long> handedOut = List.of();
  private boolean mayHaveMore = true;
  private long firstOvertaken = NOWHERE;

  OutboxView(
      OutboxReader reader,
      OrganizationId organization,
      int rowLimit,
      LongSupplier byteLimit,
      LongSupplier nanoTime) {
    this.reader = reader;
    this.organization = organization;
    this.rowLimit = rowLimit;
    this.byteLimit = byteLimit;
    this.nanoTime = nanoTime;
  }

  /** Looks at everything. Only right when no settlement is under way. */
  List<PendingEvent> fromTheBeginning() throws SQLException {
    return look(0);
  }

  /** Looks beyond what was looked at, also while the last events are being settled. */
  List<PendingEvent> onward() throws SQLException {
    return look(cursor.position());
  }

  /** Looks again where events may have come late. Only right when no settlement is under way. */
  List<PendingEvent> again() throws SQLException {
    return look(Math.min(firstOvertaken - 1, watchPosition()));
  }

  /** The id after which a due row is news. */
  long watchPosition() {
    return blocks.isEmpty() ? cursor.lagging(nanoTime.getAsLong()) : cursor.position();
  }

  /** Whether the last look ended at a limit. */
  boolean mayHaveMore() {
    return mayHaveMore;
  }

  /** Whether the last look found that it had overtaken an event. */
  boolean mustLookAgain() {
    return firstOvertaken != NOWHERE;
  }

  /** An event that was handed out could not be delivered: what is behind it must wait. */
  void undelivered(PendingEvent event) {
    if (event.orderingKey() != null) {
      blocks.add(event.id(), event.orderingKey());
    }
  }

  private List<PendingEvent> look(long from) throws SQLException {
    blocks.forgetAfter(from);
    firstOvertaken = NOWHERE;
    handedOutBefore = handedOut;
    handedOut = new ArrayList<>();
    List<PendingEvent> events = new ArrayList<>();
    long bytesLeft = byteLimit.getAsLong();
    long after = from;
    boolean more = true;
    while (more && events.size() < rowLimit && bytesLeft > 0 && !blocks.isFull()) {
      long last = blocks.isEmpty() ? 0 : reader.lastId(organization);
      Page page = reader.page(organization, after, blocks, rowLimit - events.size(), bytesLeft);
      block(overtaken(page, after));
      for (Row row : page.rows()) {
        after = row.id();
        bytesLeft -= take(row, events);
      }
      more = page.cut();
      if (!more) {
        after = Math.max(after, last);
      }
    }
    mayHaveMore = more;
    cursor.advance(after, nanoTime.getAsLong());
    return events;
  }

  /** A page is one snapshot, so only what lies before it can be missing from it. */
  private Map<String, Long> overtaken(Page page, long before) throws SQLException {
    Set<String> keys = page.dueKeys();
    if (before == 0 || keys.isEmpty()) {
      return Map.of();
    }
    Set<Long> known = new HashSet<>(handedOutBefore);
    known.addAll(handedOut);
    return reader.overtaken(organization, before, keys, known);
  }

  private void block(Map<String, Long> overtaken) {
    overtaken.forEach(
        (key, id) -> {
          blocks.add(id, key);
          firstOvertaken = Math.min(firstOvertaken, id);
        });
  }

  private long take(Row row, List<PendingEvent> events) {
    return switch (row) {
      case Row.Waiting waiting -> {
        blocks.add(waiting.id(), waiting.orderingKey());
        yield 0;
      }
      case Row.Due due -> take(due.event(), events);
    };
  }

  private long take(PendingEvent event, List<PendingEvent> events) {
    if (event.orderingKey() != null && blocks.blocks(event.orderingKey())) {
      return 0;
    }
    events.add(event);
    handedOut.add(event.id());
    return event.payload().length();
  }
}
