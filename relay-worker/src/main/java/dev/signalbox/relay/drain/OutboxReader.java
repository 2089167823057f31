package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.drain.Page.Row;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * Reads the rows of one organization. Each statement is a transaction of its own and scans a
 * bounded number of rows, however many stand behind a blocked ordering key.
 *
 * <p>The bounds are pairs of organization and id, and so is the order, because only one index can
 * serve that: with {@code organization_id = ?} and {@code ORDER BY id} the planner may walk the
 * primary key through the rows of every other organization. The limit of a scan is hidden in a
 * sub-select, so that the planner reckons with a tenth of the rows and never reads and sorts all of
 * them, be its statistics as old as they may. Keys are looked up by {@code IN (SELECT unnest(…))},
 * which is hashed; {@code ANY (?)} is a search of the array for each row as soon as the plan is
 * generic. What a row holds is fetched by its place in the table, which stands within the
 * statement's snapshot: one block, not three through an index.
 */
final class OutboxReader {

  /** By the index of parked letters alone, whose order it has. */
  static final String PARKED =
      """
      FROM {schema}.dead_letter
      WHERE organization_id = ? AND parked AND ordering_key IS NOT NULL
      ORDER BY ordering_key
      """
          .strip();

  /**
   * Rows after an id, in id order: those that are due, and those that wait and have an ordering
   * key. Keys known to be blocked are left out. Rows end where their payloads exceed the limit, but
   * the first one always comes, without its payload if that alone does; nor is the payload of what
   * may not go read. The last row of the scan comes in any case, unless another limit ends the rows
   * before, so that the next page can go on behind it.
   */
  static final String READ_PAGE =
      """
      SELECT head.id, event_id, event_type, CASE WHEN matters AND due AND size <= ? THEN payload END AS payload,
        ordering_key, channels, attempts, suspected_kills, due, matters, last, place, size,
        {ages},
        ceil(extract(epoch FROM CASE WHEN next_due < now() + interval '1 year' THEN next_due - now()
          WHEN next_due IS NOT NULL THEN interval '1 year' END) * 1000) AS next_due, newer,
        (SELECT ordering_key {parked} LIMIT 1) IS NOT NULL AS parked
      FROM (
        SELECT candidate.*, sum(size) OVER (ORDER BY organization_id, id) AS total
        FROM (
          SELECT scanned.*, CASE WHEN matters AND due THEN bytes ELSE 0 END AS size
          FROM (
            SELECT event.*, lead(id) OVER so_far IS NULL AS last, row_number() OVER so_far AS place,
              (due OR ordering_key IS NOT NULL) AND (ordering_key IS NULL
                OR ordering_key NOT IN (SELECT unnest(?::text[]))) AS matters,
              min(next_attempt_at) FILTER (WHERE known AND NOT due) OVER so_far AS next_due,
              bool_or(NOT known) OVER so_far AS newer
            FROM (
              SELECT organization_id, id, outbox_event.ctid AS tuple, ordering_key, next_attempt_at, known,
                known AND (next_attempt_at IS NULL OR next_attempt_at <= now()) AS due,
                octet_length(payload) AS bytes
              FROM {schema}.outbox_event,
                LATERAL (SELECT payload_version <= ? AS known) AS version
              WHERE (organization_id, id) > (?, ?)
                AND (organization_id, id) <= (?, 9223372036854775807)
              ORDER BY organization_id, id
              LIMIT (SELECT ?::integer)
            ) AS event
            WINDOW so_far AS (ORDER BY organization_id, id ROWS UNBOUNDED PRECEDING)
          ) AS scanned
          WHERE matters OR last
          ORDER BY organization_id, id
          LIMIT ?
        ) AS candidate
      ) AS head,
        LATERAL (
          SELECT event_id, event_type, payload, channels, attempts, suspected_kills, appended_at,
            first_refused_at, idle_seconds
          FROM {schema}.outbox_event AS whole
          WHERE whole.ctid = head.tuple
          OFFSET 0
        ) AS event
      WHERE total <= ? OR total = size
      ORDER BY organization_id, head.id
      """
          .replace("{parked}", PARKED)
          .replace("{ages}", EventRow.AGES);

  /**
   * Rows of some ordering keys between two ids that are none of those already handed out: they
   * committed late, behind where the slice had looked. The last row of the scan comes in any case.
   */
  private static final String READ_OVERTAKEN =
      """
      SELECT id, ordering_key, overtaken, place
      FROM (
        SELECT event.*, lead(id) OVER so_far IS NULL AS last, row_number() OVER so_far AS place,
          ordering_key IN (SELECT unnest(?::text[]))
            AND id NOT IN (SELECT unnest(?::bigint[])) AS overtaken
        FROM (
          SELECT organization_id, id, ordering_key
          FROM {schema}.outbox_event
          WHERE (organization_id, id) > (?, ?) AND (organization_id, id) <= (?, ?)
          ORDER BY organization_id, id
          LIMIT (SELECT ?::integer)
        ) AS event
        WINDOW so_far AS (ORDER BY organization_id, id ROWS UNBOUNDED PRECEDING)
      ) AS scanned
      WHERE last OR overtaken
      ORDER BY organization_id, id
      """;

  private static final String READ_PARKED = "SELECT DISTINCT ordering_key " + PARKED + " LIMIT ?";

  private final DataSource dataSource;
  private final SideExecutor side;
  private final int scanRows;
  private final int maxKills;
  private final PlainPage plain;
  private final String readPage;
  private final String readOvertaken;
  private final String readParked;

  @Inject
  OutboxReader(
      DataSource dataSource,
      SideExecutor side,
      SchemaName schema,
      DrainSettings settings,
      RetryLimits limits) {
    this.dataSource = dataSource;
    this.side = side;
    this.scanRows = settings.scanRows();
    this.maxKills = limits.maxKills();
    this.plain = new PlainPage(schema, limits);
    this.readPage = schema.in(READ_PAGE);
    this.readOvertaken = schema.in(READ_OVERTAKEN);
    this.readParked = schema.in(READ_PARKED);
  }

  /** The ordering keys that wait for somebody to look at a dead letter, as many as fit. */
  Set<String> parkedKeys(OrganizationId organization) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(readParked)) {
      statement.setString(1, organization.value());
      statement.setInt(2, KeyBlocks.CAPACITY);
      try (ResultSet row = statement.executeQuery()) {
        Set<String> keys = new HashSet<>();
        while (row.next()) {
          keys.add(row.getString(1));
        }
        return keys;
      }
    }
  }

  /**
   * The rows after an id, less those of blocked keys, within all limits.
   *
   * @param sparse whether many rows are to be looked past
   */
  Page page(
      OrganizationId organization,
      long after,
      KeyBlocks blocks,
      boolean sparse,
      int rowLimit,
      long byteLimit)
      throws SQLException {
    return page(organization, after, blocks.keys(), sparse, rowLimit, byteLimit);
  }

  /** Like {@link #page}, beside the caller; of the blocked keys those that are known now. */
  SideStep<Page> pageAhead(
      OrganizationId organization,
      long after,
      KeyBlocks blocks,
      boolean sparse,
      int rowLimit,
      long byteLimit) {
    String[] keys = blocks.keys();
    return SideStep.begin(side, () -> page(organization, after, keys, sparse, rowLimit, byteLimit));
  }

  private Page page(
      OrganizationId organization,
      long after,
      String[] blockedKeys,
      boolean sparse,
      int rowLimit,
      long byteLimit)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return sparse || blockedKeys.length > 0
          ? widePage(connection, organization, after, blockedKeys, rowLimit, byteLimit)
          : plain.read(connection, organization, after, rowLimit, byteLimit);
    }
  }

  private Page widePage(
      Connection connection,
      OrganizationId organization,
      long after,
      String[] blockedKeys,
      int rowLimit,
      long byteLimit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(readPage)) {
      bind(statement, organization, after, blockedKeys, scanRows, rowLimit, byteLimit);
      try (ResultSet rows = statement.executeQuery()) {
        return page(rows, after, byteLimit);
      }
    }
  }

  /** Binds {@link #READ_PAGE}. */
  static void bind(
      PreparedStatement statement,
      OrganizationId organization,
      long after,
      String[] blockedKeys,
      int scanRows,
      int rowLimit,
      long byteLimit)
      throws SQLException {
    statement.setLong(1, Math.min(byteLimit, EventRow.MAX_PAYLOAD_BYTES));
    statement.setString(2, organization.value());
    statement.setArray(3, statement.getConnection().createArrayOf("text", blockedKeys));
    statement.setInt(4, RelayContract.PAYLOAD_VERSION);
    statement.setString(5, organization.value());
    statement.setLong(6, after);
    statement.setString(7, organization.value());
    statement.setInt(8, scanRows);
    statement.setInt(9, rowLimit);
    statement.setLong(10, byteLimit);
  }

  private Page page(ResultSet row, long after, long byteLimit) throws SQLException {
    List<Row> rows = new ArrayList<>();
    long last = after;
    boolean cut = false;
    boolean newer = false;
    boolean parked = false;
    long place = 0;
    long withheld = 0;
    long nextDueMillis = SliceResult.NEVER;
    while (row.next()) {
      withheld = EventRow.withheld(row, byteLimit);
      if (withheld > 0 && !rows.isEmpty()) { // its key may be blocked by one of them
        return new Page(rows, last, true, newer, parked, place, 0, nextDueMillis);
      }
      if (row.getBoolean("matters") && withheld == 0) {
        rows.add(EventRow.read(row, maxKills));
      }
      last = row.getLong("id");
      place = row.getLong("place");
      cut = !row.getBoolean("last") || place == scanRows;
      newer = row.getBoolean("newer");
      parked = row.getBoolean("parked");
      long millis = row.getLong("next_due");
      nextDueMillis = row.wasNull() ? SliceResult.NEVER : millis;
    }
    return new Page(rows, last, cut, newer, parked, place, withheld, nextDueMillis);
  }

  /**
   * For each of the keys that has one, the first row up to {@code last} but for those handed out.
   *
   * @param over whether no further statement should be begun
   * @return empty when it was over before all rows had been scanned
   */
  Optional<Map<String, Long>> overtaken(
      OrganizationId organization,
      long last,
      Set<String> keys,
      Collection<Long> handedOut,
      BooleanSupplier over)
      throws SQLException {
    Map<String, Long> overtaken = new HashMap<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(readOvertaken)) {
      statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
      statement.setArray(2, connection.createArrayOf("bigint", handedOut.toArray()));
      statement.setString(3, organization.value());
      statement.setString(5, organization.value());
      statement.setLong(6, last);
      statement.setInt(7, scanRows);
      boolean cut = true;
      for (long after = 0; cut; ) {
        if (after > 0 && over.getAsBoolean()) {
          return Optional.empty();
        }
        statement.setLong(4, after);
        cut = false;
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            after = row.getLong("id");
            cut = row.getLong("place") == scanRows;
            if (row.getBoolean("overtaken")) {
              overtaken.putIfAbsent(row.getString("ordering_key"), after);
            }
          }
        }
      }
    }
    return Optional.of(overtaken);
  }
}
