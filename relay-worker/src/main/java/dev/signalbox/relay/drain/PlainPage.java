package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.drain.Page.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a page of an organization of which no ordering key is known to be blocked: so many rows as
 * they stand, whether they may go or not. That is planned and run in half the time of {@link
 * OutboxReader#READ_PAGE}, which looks past rows by the thousand. Bounds and order are the same,
 * for the same reasons.
 */
final class PlainPage {

  /**
   * Payloads end where they exceed the limit together; the rows behind that are short. One row more
   * than is wanted tells whether there are more.
   */
  static final String READ =
      """
      SELECT id, event_id, event_type, CASE WHEN due AND size <= ? AND total <= ? THEN payload END AS payload,
        ordering_key, channels, attempts, suspected_kills, due, known, size, total,
        {ages},
        CASE WHEN known AND NOT due
          THEN ceil(extract(epoch FROM CASE WHEN next_attempt_at < now() + interval '1 year'
            THEN next_attempt_at - now() ELSE interval '1 year' END) * 1000) END AS next_due,
        (SELECT ordering_key {parked} LIMIT 1) IS NOT NULL AS parked
      FROM (
        SELECT sized.*, sum(size) OVER (ORDER BY organization_id, id ROWS UNBOUNDED PRECEDING) AS total
        FROM (
          SELECT event.*, CASE WHEN due THEN octet_length(payload) ELSE 0 END AS size
          FROM (
            SELECT organization_id, id, event_id, event_type, payload, ordering_key, channels, attempts,
              suspected_kills, appended_at, next_attempt_at, first_refused_at, idle_seconds, known,
              known AND (next_attempt_at IS NULL OR next_attempt_at <= now()) AS due
            FROM {schema}.outbox_event,
              LATERAL (SELECT payload_version <= ? AS known) AS version
            WHERE (organization_id, id) > (?, ?)
              AND (organization_id, id) <= (?, 9223372036854775807)
            ORDER BY organization_id, id
            LIMIT (SELECT ?::integer)
          ) AS event
        ) AS sized
      ) AS head
      ORDER BY organization_id, id
      """
          .replace("{parked}", OutboxReader.PARKED)
          .replace("{ages}", EventRow.AGES);

  private final String read;
  private final int maxKills;

  PlainPage(SchemaName schema, RetryLimits limits) {
    this.read = schema.in(READ);
    this.maxKills = limits.maxKills();
  }

  Page read(
      Connection connection, OrganizationId organization, long after, int rowLimit, long byteLimit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(read)) {
      bind(statement, organization, after, rowLimit, byteLimit);
      try (ResultSet rows = statement.executeQuery()) {
        return page(rows, after, rowLimit, byteLimit);
      }
    }
  }

  /** Binds {@link #READ}. */
  static void bind(
      PreparedStatement statement,
      OrganizationId organization,
      long after,
      int rowLimit,
      long byteLimit)
      throws SQLException {
    statement.setLong(1, EventRow.MAX_PAYLOAD_BYTES);
    statement.setLong(2, byteLimit);
    statement.setString(3, organization.value());
    statement.setInt(4, RelayContract.PAYLOAD_VERSION);
    statement.setString(5, organization.value());
    statement.setLong(6, after);
    statement.setString(7, organization.value());
    statement.setInt(8, rowLimit + 1);
  }

  private Page page(ResultSet row, long after, int rowLimit, long byteLimit) throws SQLException {
    List<Row> rows = new ArrayList<>();
    long last = after;
    int met = 0;
    boolean cut = false;
    boolean newer = false;
    boolean parked = false;
    long withheld = 0;
    long nextDueMillis = SliceResult.NEVER;
    while (!cut && row.next()) {
      withheld = EventRow.withheld(row, byteLimit);
      if (met == rowLimit || isBeyond(row, byteLimit) || (withheld > 0 && !rows.isEmpty())) {
        withheld = 0; // it is the next page's
        cut = true;
        continue;
      }
      met++;
      last = row.getLong("id");
      newer |= !row.getBoolean("known");
      parked = row.getBoolean("parked");
      nextDueMillis = sooner(nextDueMillis, row);
      if (withheld > 0) {
        cut = true;
      } else if (row.getBoolean("due") || row.getString("ordering_key") != null) {
        rows.add(EventRow.read(row, maxKills));
      }
    }
    return new Page(rows, last, cut, newer, parked, met, withheld, nextDueMillis);
  }

  /** Whether payloads before it, with its own, are more than the limit. */
  private static boolean isBeyond(ResultSet row, long byteLimit) throws SQLException {
    long size = row.getLong("size");
    long total = row.getLong("total");
    return size > 0 && total > byteLimit && total > size;
  }

  private static long sooner(long nextDueMillis, ResultSet row) throws SQLException {
    long millis = row.getLong("next_due");
    return row.wasNull() || (nextDueMillis != SliceResult.NEVER && nextDueMillis <= millis)
        ? nextDueMillis
        : millis;
  }
}
