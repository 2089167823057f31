package dev.signalbox.outbox;

import static java.util.Objects.requireNonNull;

import dev.signalbox.outbox.InvalidEventException.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends events in the caller's transaction: they are delivered if it commits, and have never been
 * if it does not.
 *
 * <p>Before anything is written each event is checked against what PostgreSQL, Temporal and Svix
 * can carry, so that what could never be delivered fails where it was made. The connection is left
 * as it was: no setting of it is touched, and commit and rollback stay the caller's.
 *
 * <p>A connection in auto-commit mode is refused. The reverse is no proof: where a pool hands out
 * connections with auto-commit off, an append whose caller never commits is rolled back without a
 * word when the connection returns. {@link OutboxTransaction} begins, commits and signals in one
 * call.
 *
 * <p>Where {@link OutboxOptions#pendingLimits()} says so, an organization whose row has a pending
 * limit is refused further events at it, by the same one statement for a single event and by one
 * more for a batch.
 *
 * <p>After the commit, wake the relay of the organizations appended to; an event whose wake-up is
 * lost is found by the relay's sweep.
 *
 * <p>Instances are immutable and safe for use by several threads.
 */
public final class Outbox {

  /**
   * From here COPY takes over. Seen in one process with PostgreSQL 18, with payloads of 200 bytes
   * and 1 KiB: arrays win or draw up to 1,000 rows, because COPY needs two more round trips and
   * reads the payload as text; beyond, COPY needs no chunks.
   */
  static final int COPY_FROM_ROWS = 2_000;

  private final OutboxOptions options;
  private final EventCheck check;
  private final SingleInsert single;
  private final LimitedInsert limited;
  private final PendingLimits limits;
  private final UnnestInsert unnest;
  private final CopyInsert copy;

  /** An outbox with {@link OutboxOptions#DEFAULT}. */
  public Outbox() {
    this(OutboxOptions.DEFAULT);
  }

  /** An outbox in the given schema, with the given limits. */
  public Outbox(OutboxOptions options) {
    this.options = requireNonNull(options, "options");
    this.check = new EventCheck(options);
    this.single = new SingleInsert(options.schema());
    this.limited = new LimitedInsert(options.schema());
    this.limits = new PendingLimits(options.schema());
    this.unnest = new UnnestInsert(options.schema());
    this.copy = new CopyInsert(options.schema());
  }

  /**
   * Appends one event by one statement.
   *
   * @return the event's own id, or the new one
   * @throws InvalidEventException when it could never be delivered; nothing was executed
   * @throws TransactionRequiredException when the connection is in auto-commit mode or read-only;
   *     nothing was executed
   * @throws PendingLimitException where the options keep pending limits and the organization is at
   *     its own; nothing was written and the transaction can go on
   * @throws OutboxSchemaException when the table is missing or older than this version
   * @throws SQLException as the driver throws it, with the same SQLState, but without the server's
   *     detail and context, which may quote the payload; the transaction is the caller's to roll
   *     back
   */
  public EventId append(Connection connection, OutboxEvent event) throws SQLException {
    return appendBatch(connection, List.of(event)).get(0);
  }

  /**
   * Appends any number of events of any organizations, in the order of the list. Large batches go
   * by COPY where the connection is pgjdbc's, with a buffer of constant size; the rows are the same
   * either way. An empty list executes nothing.
   *
   * @return the ids, in the order of the list
   * @throws InvalidEventException when an event could never be delivered, with all such events by
   *     index; nothing was executed
   * @throws TransactionRequiredException as for {@link #append}
   * @throws PendingLimitException as for {@link #append}, with all organizations that would exceed
   *     their limits; no event of any organization was written
   * @throws OutboxSchemaException as for {@link #append}
   * @throws SQLException as for {@link #append}
   */
  public List<EventId> appendBatch(Connection connection, List<OutboxEvent> events)
      throws SQLException {
    TransactionRequiredException.check(connection);
    if (events.isEmpty()) {
      return List.of();
    }
    List<Row> rows = rows(events);
    try {
      write(connection, rows);
    } catch (SQLException e) {
      throw OutboxSchemaException.explain(options.schema(), QuietServerError.of(e));
    }
    return rows.stream().map(row -> new EventId(row.eventId())).toList();
  }

  private List<Row> rows(List<OutboxEvent> events) {
    List<Row> rows = new ArrayList<>(events.size());
    List<Problem> problems = new ArrayList<>();
    int index = 0;
    for (OutboxEvent event : events) {
      int at = index++;
      int before = problems.size();
      check.check(event, message -> problems.add(new Problem(at, message)));
      if (problems.size() == before) {
        rows.add(Row.of(event));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidEventException(problems);
    }
    return rows;
  }

  private void write(Connection connection, List<Row> rows) throws SQLException {
    if (options.pendingLimits() && rows.size() == 1) {
      limited.write(connection, rows.get(0));
      return;
    }
    if (options.pendingLimits()) {
      limits.check(connection, rows);
    }
    if (rows.size() == 1) {
      single.write(connection, rows.get(0));
    } else if (rows.size() < COPY_FROM_ROWS || !copy.write(connection, rows)) {
      unnest.write(connection, rows);
    }
  }
}
