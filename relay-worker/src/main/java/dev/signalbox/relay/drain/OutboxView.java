package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.Page.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What one slice sees of its organization's outbox: the events that may go now, in id order,
 * without those that stand behind an undelivered event of their ordering key.
 *
 * <p>Not thread-safe: used by the slice's own thread.
 */
final class OutboxView {

  private final OutboxReader reader;
  private final OrganizationId organization;
  private final int rowLimit;
  private final LongSupplier byteLimit;
  private final LongSupplier nanoTime;
  private final KeyBlocks blocks = new KeyBlocks();
  private final ReadCursor cursor = new ReadCursor();
  private boolean mayHaveMore = true;

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

  /** Looks beyond what was looked at, also while that is being settled. */
  List<PendingEvent> onward() throws SQLException {
    return look(cursor.position());
  }

  /** Looks again at the last second's ids. Only right when no settlement is under way. */
  List<PendingEvent> again() throws SQLException {
    return look(watchPosition());
  }

  /** The id after which a due row is news. */
  long watchPosition() {
    return blocks.isEmpty() ? cursor.lagging(nanoTime.getAsLong()) : cursor.position();
  }

  /** Whether the last look ended at a limit. */
  boolean mayHaveMore() {
    return mayHaveMore;
  }

  /** An event that was looked at could not be delivered: what is behind it must wait. */
  void undelivered(PendingEvent event) {
    if (event.orderingKey() != null) {
      blocks.add(event.id(), event.orderingKey());
    }
  }

  private List<PendingEvent> look(long from) throws SQLException {
    blocks.forgetAfter(from);
    List<PendingEvent> events = new ArrayList<>();
    long bytesLeft = byteLimit.getAsLong();
    long after = from;
    boolean more = true;
    while (more && events.size() < rowLimit && bytesLeft > 0 && !blocks.isFull()) {
      long hidden = blocks.isEmpty() ? 0 : reader.lastId(organization);
      Page page = reader.page(organization, after, blocks, rowLimit - events.size(), bytesLeft);
      for (Row row : page.rows()) {
        after = row.id();
        bytesLeft -= take(row, events);
      }
      more = page.cut();
      if (!more) {
        after = Math.max(after, hidden);
      }
    }
    mayHaveMore = more;
    cursor.advance(after, nanoTime.getAsLong());
    return events;
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
    return event.payload().length();
  }
}
