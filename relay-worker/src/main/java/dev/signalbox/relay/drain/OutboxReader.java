package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.Page.Row;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one organization; each read is a transaction of its own. */
final class OutboxReader {

  /**
   * Rows after an id, in id order: those that are due, and those that wait and have an ordering
   * key. Keys known to be blocked are left out. Rows end where their payloads exceed the limit, but
   * the first one always comes.
   */
  private static final String READ_PAGE =
      """
      SELECT id, event_id, event_type, CASE WHEN due THEN payload END AS payload, ordering_key,
        channels, attempts, due, scanned
      FROM (
        SELECT head.*, count(*) OVER () AS scanned, sum(size) OVER (ORDER BY id) AS total
        FROM (
          SELECT event.*, due, CASE WHEN due THEN octet_length(payload) ELSE 0 END AS size
          FROM {schema}.outbox_event AS event,
            LATERAL (SELECT (next_attempt_at IS NULL OR next_attempt_at <= now())
              AND payload_version <= ? AS due) AS may_go
          WHERE organization_id = ? AND id > ?
            AND (due OR ordering_key IS NOT NULL)
            AND (ordering_key IS NULL OR ordering_key <> ALL (?::text[]))
          ORDER BY id
          LIMIT ?
        ) AS head
      ) AS page
      WHERE total <= ? OR total = size
      ORDER BY id
      """;

  /**
   * The first row of each of some ordering keys, up to an id, that is none of those already handed
   * out: it committed late, behind where the slice had looked.
   */
  private static final String READ_OVERTAKEN =
      """
      SELECT ordering_key, min(id)
      FROM {schema}.outbox_event
      WHERE organization_id = ? AND id <= ? AND ordering_key = ANY (?::text[])
        AND id <> ALL (?::bigint[])
      GROUP BY ordering_key
      """;

  private static final String READ_LAST_ID =
      "SELECT coalesce(max(id), 0) FROM {schema}.outbox_event WHERE organization_id = ?";

  /** Whether a row is due, and the milliseconds until the first of the others is. */
  private static final String READ_REST =
      """
      SELECT coalesce(bool_or(next_attempt_at IS NULL OR next_attempt_at <= now()), false),
        ceil(extract(epoch FROM
          min(next_attempt_at) FILTER (WHERE next_attempt_at > now()) - now()) * 1000)
      FROM {schema}.outbox_event
      WHERE organization_id = ? AND payload_version <= ?
      """;

  private final DataSource dataSource;
  private final String readPage;
  private final String readOvertaken;
  private final String readLastId;
  private final String readRest;

  @Inject
  OutboxReader(DataSource dataSource, SchemaName schema) {
    this.dataSource = dataSource;
    this.readPage = schema.in(READ_PAGE);
    this.readOvertaken = schema.in(READ_OVERTAKEN);
    this.readLastId = schema.in(READ_LAST_ID);
    this.readRest = schema.in(READ_REST);
  }

  /** The rows after an id, less those of blocked keys, within both limits. */
  Page page(OrganizationId organization, long after, KeyBlocks blocks, int rowLimit, long byteLimit)
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(readPage)) {
      statement.setInt(1, RelayContract.PAYLOAD_VERSION);
      statement.setString(2, organization.value());
      statement.setLong(3, after);
      statement.setArray(4, connection.createArrayOf("text", blocks.keys()));
      statement.setInt(5, rowLimit);
      statement.setLong(6, byteLimit);
      try (ResultSet rows = statement.executeQuery()) {
        return page(rows, rowLimit);
      }
    }
  }

  /**
   * For each of the keys that has one, the first row up to {@code last} but for those handed out.
   */
  Map<String, Long> overtaken(
      OrganizationId organization, long last, Set<String> keys, Collection<Long> handedOut)
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(readOvertaken)) {
      statement.setString(1, organization.value());
      statement.setLong(2, last);
      statement.setArray(3, connection.createArrayOf("text", keys.toArray()));
      statement.setArray(4, connection.createArrayOf("bigint", handedOut.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        Map<String, Long> overtaken = new HashMap<>();
        while (row.next()) {
          overtaken.put(row.getString(1), row.getLong(2));
        }
        return overtaken;
      }
    }
  }

  /** The greatest id of the organization; 0 when it has no rows. */
  long lastId(OrganizationId organization) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(readLastId)) {
      statement.setString(1, organization.value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** What is left in the outbox. */
  Rest rest(OrganizationId organization) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(readRest)) {
      statement.setString(1, organization.value());
      statement.setInt(2, RelayContract.PAYLOAD_VERSION);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        boolean due = row.getBoolean(1);
        long millis = row.getLong(2);
        return new Rest(due, row.wasNull() ? SliceResult.NEVER : millis);
      }
    }
  }

  /**
   * What is left in the outbox.
   *
   * @param due whether a row is due, be its key blocked or not
   * @param nextDueMillis until the first of the others is due; {@link SliceResult#NEVER} without
   */
  record Rest(boolean due, long nextDueMillis) {}

  private static Page page(ResultSet row, int rowLimit) throws SQLException {
    List<Row> rows = new ArrayList<>();
    long scanned = 0;
    while (row.next()) {
      scanned = row.getLong("scanned");
      rows.add(row.getBoolean("due") ? new Row.Due(event(row)) : waiting(row));
    }
    return new Page(rows, scanned == rowLimit || rows.size() < scanned);
  }

  private static Row.Waiting waiting(ResultSet row) throws SQLException {
    return new Row.Waiting(row.getLong("id"), row.getString("ordering_key"));
  }

  private static PendingEvent event(ResultSet row) throws SQLException {
    return new PendingEvent(
        row.getLong("id"),
        row.getObject("event_id", UUID.class),
        row.getString("event_type"),
        row.getString("payload"),
        row.getString("ordering_key"),
        channels(row.getArray("channels")),
        row.getInt("attempts"));
  }

  private static List<String> channels(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
