package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.Page.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one slice sees of its organization's outbox: the events that may go now, in id order,
 * without those that stand behind an undelivered event of their ordering key.
 *
 * <p>A look ends with the first page that has events, at the end of the outbox, or after the page
 * in which time is over; in between it goes on page after page, however much stands behind a
 * blocked key.
 *
 * <p>A transaction may take an id early and commit late, behind where the slice has looked. An
 * event that follows such a one in its ordering key is held back until the slice has looked there
 * again; where time is over before it is known, the page counts as not read.
 *
 * <p>Not thread-safe: used by the slice's own thread.
 */
final class OutboxView {

  private static final long NOWHERE = Long.MAX_VALUE;

  private final OutboxReader reader;
  private final OrganizationId organization;
  private final Limits limits;
  private final Ticker ticker;
  private final KeyBlocks blocks = new KeyBlocks();
  private final ReadCursor cursor = new ReadCursor();
  private final NextDue nextDue = new NextDue();
  private List<Long> handedOutBefore = List.of();
  private List<Long> handedOut = List.of();
  private long position;
  private boolean mayHaveMore = true;
  private boolean seenTheEnd;
  private boolean metNewer;
  private boolean sparse;
  private long firstOvertaken = NOWHERE;
  private @Nullable Ahead ahead;
  private boolean peeking;
  private LargeEvents.Room room;

  /** A page, and when it was read. */
  private record Read(Page page, long nanos) {}

  /** A page that is being read, and when that began. */
  private record Ahead(SideStep<Page> page, long nanos) {}

  /**
   * What bounds a look.
   *
   * @param most events of one look, at most
   * @param bytes of their payloads, at most, but for a single larger event
   * @param large where there is room for that one
   * @param over whether no further page should be read
   */
  record Limits(int most, LongSupplier bytes, LargeEvents large, BooleanSupplier over) {

    /** About what an event holds in memory beside its payload. */
    private static final int ROW_BYTES = 512;

    /** Fewer would cost more in statements than they spare in memory. */
    private static final int LEAST = 50;

    /** Fewer of a small share: payloads may be small, and their events are not. */
    int rows(long share) {
      return (int) Math.min(most, Math.max(LEAST, share / ROW_BYTES));
    }
  }

  OutboxView(OutboxReader reader, OrganizationId organization, Limits limits, Ticker ticker) {
    this.reader = reader;
    this.organization = organization;
    this.limits = limits;
    this.ticker = ticker;
    this.room = limits.large().none();
  }

  /** Looks at everything. Only right when no settlement is under way. */
  List<PendingEvent> fromTheBeginning() throws SQLException, InterruptedException {
    nextDue.forget();
    metNewer = false;
    blocks.parkOnly(blocks.hasParked() ? reader.parkedKeys(organization) : Set.of());
    ahead = null;
    return look(0, false);
  }

  /** Looks beyond what was looked at, also while the last events are being settled. */
  List<PendingEvent> onward() throws SQLException, InterruptedException {
    return look(position, false);
  }

  /**
   * Like {@link #onward}, of the next page alone, which {@link #aheadKeys} has told of: so it waits
   * neither for room nor for many statements.
   */
  List<PendingEvent> onwardByOnePage() throws SQLException, InterruptedException {
    return look(position, true);
  }

  /**
   * Begins to read the first page of {@link #onward} while the last events are still on their way.
   * What they come to is heeded when the page is looked at, and so is a failure to read it.
   */
  void readAhead() {
    if (mayHaveMore && !mustLookAgain() && !blocks.isFull()) {
      long nanos = ticker.nanos();
      long share = limits.bytes().getAsLong();
      ahead =
          new Ahead(
              reader.pageAhead(organization, position, blocks, sparse, limits.rows(share), share),
              nanos);
    }
  }

  /** Whether a page was begun to be read ahead. */
  boolean hasReadAhead() {
    return ahead != null;
  }

  /**
   * Waits for the page that is read ahead, and says which ordering keys its due events have; empty
   * where there is none, where it was not read, and where what may go of it is not to be had at
   * once: keys are blocked, or its event needs room of its own.
   */
  Optional<Set<String>> aheadKeys() throws InterruptedException {
    Ahead begun = ahead;
    if (begun == null || !blocks.isEmpty()) {
      return Optional.empty();
    }
    try {
      Page page = begun.page().join();
      return page.hasDue() && page.withheld() == 0 && !page.parked()
          ? Optional.of(page.dueKeys())
          : Optional.empty();
    } catch (SQLException e) { // it is the next look's
      return Optional.empty();
    }
  }

  /** Looks again where events may have come late. Only right when no settlement is under way. */
  List<PendingEvent> again() throws SQLException, InterruptedException {
    ahead = null;
    return look(Math.min(firstOvertaken - 1, lagging()), false);
  }

  /** The id after which a due row is news. */
  long watchPosition() {
    return watchMissesLateEvents() ? position : lagging();
  }

  /**
   * Whether only {@link #again} finds events that committed late, because a watch from where they
   * may be would find again and again what stands behind a blocked key.
   */
  boolean watchMissesLateEvents() {
    return !blocks.isEmpty();
  }

  /** Whether the last look ended at a limit. */
  boolean mayHaveMore() {
    return mayHaveMore;
  }

  /** Whether any look came to the end of the outbox. */
  boolean hasSeenTheEnd() {
    return seenTheEnd;
  }

  /** Whether the last look overtook an event, or handed one out that was not tried. */
  boolean mustLookAgain() {
    return firstOvertaken != NOWHERE;
  }

  /** Whether events wait, as far as was looked, that only a newer version of the relay can read. */
  boolean metNewer() {
    return metNewer;
  }

  /** Until the first of the events that may not go yet is due, as far as was looked. */
  long nextDueMillis() {
    return nextDue.millis(ticker.nanos());
  }

  /** An event that was handed out could not be delivered: what is behind it must wait. */
  void undelivered(PendingEvent event) {
    if (event.orderingKey() != null) {
      blocks.add(event.id(), event.orderingKey());
    }
  }

  /** An event that was handed out has been postponed for so long. */
  void dueIn(Duration delay) {
    nextDue.meet(delay.toMillis(), ticker.nanos());
  }

  /** Whether an event that could not go yet, as far as was looked, is due by then. */
  boolean isDueWithin(Duration time) {
    long millis = nextDueMillis();
    return millis != SliceResult.NEVER && millis <= Math.max(1, time.toMillis());
  }

  /** An event was handed out and not tried: the next look begins with it. */
  void untried(PendingEvent event) {
    firstOvertaken = Math.min(firstOvertaken, event.id());
  }

  /** An event of this key has died, and somebody must look at it before anything else goes. */
  void parked(String key) {
    blocks.park(key);
  }

  /**
   * Whether something may go now, from the beginning; it is not handed out. Only right when no
   * settlement is under way.
   */
  boolean hasDue() throws SQLException, InterruptedException {
    peeking = true;
    try {
      return !fromTheBeginning().isEmpty() || mustLookAgain();
    } finally {
      peeking = false;
    }
  }

  /** The events that were handed out last are on their way no more. */
  void giveRoomBack() {
    room.close();
    room = limits.large().none();
  }

  private List<PendingEvent> look(long from, boolean onePage)
      throws SQLException, InterruptedException {
    blocks.forgetAfter(from);
    firstOvertaken = NOWHERE;
    handedOutBefore = handedOut;
    handedOut = new ArrayList<>();
    List<PendingEvent> events = new ArrayList<>();
    position = from;
    mayHaveMore = true;
    for (boolean goesOn = !blocks.isFull(); goesOn; goesOn = !onePage && goesOn(events)) {
      Read read = next();
      Page page = read.page();
      if (page.parked() && !blocks.hasParked()) {
        reader.parkedKeys(organization).forEach(blocks::park);
        if (blocks.isFull()) {
          break;
        }
        read = read(0); // the same, less what is parked
      }
      Optional<Read> whole = whole(read);
      if (whole.isEmpty()) {
        break;
      }
      read = whole.get();
      page = read.page();
      Optional<Map<String, Long>> overtaken = overtaken(page);
      if (overtaken.isEmpty()) {
        break;
      }
      block(overtaken.get());
      page.rows().forEach(row -> take(row, events));
      nextDue.meet(page.nextDueMillis(), read.nanos());
      position = page.last();
      metNewer |= page.newer();
      sparse = page.sparse();
      mayHaveMore = page.cut();
      cursor.advance(position, ticker.nanos());
    }
    if (events.isEmpty()) { // what was waited for has gone, or stands behind what came late
      giveRoomBack();
    }
    if (!mayHaveMore) { // and what was beyond, in an earlier look, has been settled
      position = cursor.position();
      seenTheEnd = true;
    }
    return events;
  }

  private Read next() throws SQLException, InterruptedException {
    Ahead begun = ahead;
    ahead = null;
    if (begun == null) {
      return read(0);
    }
    Read read = new Read(begun.page().join(), begun.nanos());
    return read.page().withheld() > 0 ? read(0) : read; // it may be blocked by now
  }

  /** With the event that is larger than the limit, once there is room; empty when it must wait. */
  private Optional<Read> whole(Read read) throws SQLException, InterruptedException {
    Read whole = read;
    while (whole.page().withheld() > 0) { // again, where a larger one has come before it
      long bytes = whole.page().withheld();
      giveRoomBack();
      if (!peeking) {
        room = limits.large().await(bytes, limits.over());
      }
      if (room.bytes() == 0) {
        firstOvertaken = Math.min(firstOvertaken, whole.page().last());
        return Optional.empty();
      }
      whole = read(bytes);
    }
    return Optional.of(whole);
  }

  private Read read(long room) throws SQLException {
    long nanos = ticker.nanos();
    long share = limits.bytes().getAsLong();
    return new Read(
        reader.page(
            organization, position, blocks, sparse, limits.rows(share), Math.max(room, share)),
        nanos);
  }

  /** A look reads a page in any case: one that time has run out for has not found nothing. */
  private boolean goesOn(List<PendingEvent> events) {
    return mayHaveMore && events.isEmpty() && !blocks.isFull() && !limits.over().getAsBoolean();
  }

  /** A page is one snapshot, so only what lies before it can be missing from it. */
  private Optional<Map<String, Long>> overtaken(Page page) throws SQLException {
    Set<String> keys = page.dueKeys();
    if (position == 0 || keys.isEmpty()) {
      return Optional.of(Map.of());
    }
    Set<Long> known = new HashSet<>(handedOutBefore);
    known.addAll(handedOut);
    return reader.overtaken(organization, position, keys, known, limits.over());
  }

  private void block(Map<String, Long> overtaken) {
    overtaken.forEach(
        (key, id) -> {
          blocks.add(id, key);
          firstOvertaken = Math.min(firstOvertaken, id);
        });
  }

  private void take(Row row, List<PendingEvent> events) {
    switch (row) {
      case Row.Waiting waiting -> blocks.add(waiting.id(), waiting.orderingKey());
      case Row.Due due -> take(due.event(), events);
    }
  }

  private void take(PendingEvent event, List<PendingEvent> events) {
    if (event.orderingKey() == null || !blocks.blocks(event.orderingKey())) {
      events.add(event);
      handedOut.add(event.id());
    }
  }

  private long lagging() {
    return cursor.lagging(ticker.nanos());
  }
}
