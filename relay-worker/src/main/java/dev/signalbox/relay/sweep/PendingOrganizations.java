package dev.signalbox.relay.sweep;

import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.HoldReason;
import dev.signalbox.relay.organization.StopCondition;
import dev.signalbox.relay.settle.Backoff;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/** Goes through the organizations that have rows, a bounded number of them with each statement. */
final class PendingOrganizations {

  /** A row that has been due for so long although its organization may run is overdue. */
  static final Duration OVERDUE = Duration.ofMinutes(15);

  /** No worker's step is longer; what lies further ahead was written by a wrong clock. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(60);

  /** The longest pause that a destination is granted. */
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  /** By how much a pause may outlast its bound before it counts as a wrong clock's. */
  private static final Duration QUIET_MARGIN = Duration.ofHours(1);

  private static final String READY =
      "(next_attempt_at IS NULL OR next_attempt_at <= now()) AND payload_version <= "
          + RelayContract.PAYLOAD_VERSION;

  private static final String UNPARKED =
      """
      ({row}.ordering_key IS NULL OR (
        SELECT true
        FROM {schema}.dead_letter AS letter
        WHERE letter.organization_id = {row}.organization_id AND letter.ordering_key = {row}.ordering_key
          AND letter.parked
        LIMIT 1
      ) IS NULL)
      """
          .strip();

  /**
   * Not limited to an organization: it is the search for organizations. A loose index scan visits
   * them in order, with the first row of each. Where that row is due, it decides; else the head of
   * the organization's rows does: a row of it counts if it is due and nothing before it in its
   * ordering key waits. An infinite quiet does not count: what it stands for, the row of the
   * organization says, whatever became of the trigger that ends it. A head that is full and has no
   * such row decides nothing, and a wake too many does no harm. Sorting by both columns of the
   * index, and never asking for equality with the first, keeps the planner from walking the primary
   * key through everybody's rows instead; limits keep it from reading whole tables of leases,
   * organizations and dead letters. What stands behind a parked dead letter of its ordering key
   * does not count either.
   *
   * <p>While the source is held nobody is found. A rest that was for that hold counts for nothing
   * once it is over, even if whoever lifted it died before the rests were ended.
   */
  private static final String VISIT =
      """
      WITH RECURSIVE visited AS (
        (SELECT 1 AS place, organization_id, appended_at, next_attempt_at, payload_version, ordering_key
        FROM {schema}.outbox_event
        WHERE organization_id > ? AND NOT EXISTS (SELECT FROM {schema}.installation WHERE held_since IS NOT NULL)
        ORDER BY organization_id, id
        LIMIT 1)
        UNION ALL
        SELECT visited.place + 1, following.*
        FROM visited, LATERAL (
          SELECT event.organization_id, event.appended_at, event.next_attempt_at, event.payload_version,
            event.ordering_key
          FROM {schema}.outbox_event AS event
          WHERE event.organization_id > visited.organization_id
          ORDER BY event.organization_id, event.id
          LIMIT 1
        ) AS following
        WHERE visited.place < ?
      ), asked AS (
        SELECT place, organization_id, {ready} AND {visited_unparked} AS ready,
          greatest(appended_at, next_attempt_at) AS due_since
        FROM visited
      )
      SELECT asked.organization_id,
        asked.organization_id <= ? AS in_or_before_start,
        idle AND (first_forgotten OR coalesce(head.forgotten, false) OR coalesce(head.full, false)) AS forgotten,
        CASE WHEN first_forgotten THEN asked.due_since ELSE head.due_since END AS due_since,
        coalesce(CASE WHEN first_forgotten THEN asked.due_since ELSE head.due_since END
          <= now() - ? * interval '1 millisecond', false) AS overdue
      FROM asked
      LEFT JOIN LATERAL (
        SELECT true AS found
        FROM {schema}.relay_lease AS lease
        WHERE lease.organization_id = asked.organization_id
          AND (lease.draining_until > now() AND lease.draining_until <= now() + ? * interval '1 millisecond'
            OR lease.quiet_until > now() AND lease.quiet_until <= now() + ? * interval '1 millisecond'
              AND lease.quiet_reason IS DISTINCT FROM '{source_held}')
        LIMIT 1
      ) AS busy ON true
      LEFT JOIN LATERAL (
        SELECT true AS found
        FROM {schema}.organization AS known
        WHERE known.organization_id = asked.organization_id AND {stopped}
        LIMIT 1
      ) AS stopped ON true
      CROSS JOIN LATERAL (
        SELECT busy.found IS NULL AND stopped.found IS NULL AS idle,
          asked.ready AND asked.due_since <= now() - ? * interval '1 millisecond' AS first_forgotten
      ) AS first_look
      LEFT JOIN LATERAL (
        SELECT bool_or(forgotten AND unblocked) AS forgotten,
          min(due_since) FILTER (WHERE forgotten AND unblocked) AS due_since,
          count(*) = {head_rows} AS full
        FROM (
          SELECT due_since, ready AND due_since <= now() - ? * interval '1 millisecond' AS forgotten,
            ordering_key IS NULL OR bool_and(ready) OVER (PARTITION BY ordering_key ORDER BY id) AS unblocked
          FROM (
            SELECT event.id, event.ordering_key, {ready} AND {event_unparked} AS ready,
              greatest(event.appended_at, event.next_attempt_at) AS due_since
            FROM {schema}.outbox_event AS event
            WHERE idle AND NOT first_forgotten
              AND event.organization_id BETWEEN asked.organization_id AND asked.organization_id
            ORDER BY event.organization_id, event.id
            LIMIT {head_rows}
          ) AS head_row
        ) AS judged
      ) AS head ON true
      ORDER BY asked.place
      """
          .replace("{ready}", READY)
          .replace("{stopped}", StopCondition.HOLDS)
          .replace("{visited_unparked}", UNPARKED.replace("{row}", "visited"))
          .replace("{event_unparked}", UNPARKED.replace("{row}", "event"))
          .replace("{source_held}", HoldReason.SOURCE_HELD.words());

  /** Not limited to an organization: it is the search for the next one. */
  private static final String NEXT_DRAINED =
      """
      SELECT organization_id, organization_id <= ? AS in_or_before_start
      FROM {schema}.relay_lease
      WHERE organization_id > ?
      ORDER BY organization_id
      LIMIT 1
      """;

  /**
   * The planner guesses one backlog's length by the table's; while that is below {@link
   * Reach#headRows()} it would fetch all rows of an organization by a bitmap and sort them, also
   * those of one that has a million. In the order of the index it stops at the limit. For this
   * transaction alone.
   */
  private static final String IN_INDEX_ORDER = "SET LOCAL enable_bitmapscan = off";

  /** Not limited to an organization: it is the search for any. */
  private static final String ANY =
      """
      SELECT
      FROM {schema}.outbox_event
      WHERE organization_id > ?
      ORDER BY organization_id, id
      LIMIT 1
      """;

  private final DataSource dataSource;
  private final Duration minimumAge;
  private final Duration longestStep;
  private final Duration longestQuiet;
  private final String nextDrained;
  private final String any;
  private final Map<Reach, String> visits = new EnumMap<>(Reach.class);

  @Inject
  PendingOrganizations(
      DataSource dataSource,
      SchemaName schema,
      SweepSettings sweep,
      LeaseSettings lease,
      Backoff backoff) {
    this.dataSource = dataSource;
    this.minimumAge = sweep.minimumAge();
    this.longestStep = longer(LONGEST_STEP, lease.drainingStep());
    this.longestQuiet = longer(LONGEST_ASKED, backoff.cap()).plus(QUIET_MARGIN);
    this.nextDrained = schema.in(NEXT_DRAINED);
    this.any = schema.in(ANY);
    for (Reach reach : Reach.values()) {
      visits.put(reach, schema.in(VISIT.replace("{head_rows}", String.valueOf(reach.headRows()))));
    }
  }

  /**
   * The next organizations that have rows, in the table's order.
   *
   * @param after where to go on; empty: at the beginning
   * @param start where the sweep had started
   * @param reach how many of them, and how far into each
   * @return as many as that; fewer: these are the last
   */
  List<Visit> visit(String after, String start, Reach reach) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      if (!hasAny(after, connection)) { // as nearly always: one statement less
        return List.of();
      }
      connection.setAutoCommit(false);
      try {
        List<Visit> visits = visit(after, start, reach, connection);
        connection.commit();
        return visits;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private boolean hasAny(String after, Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(any)) {
      statement.setString(1, after);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private List<Visit> visit(String after, String start, Reach reach, Connection connection)
      throws SQLException {
    try (Statement order = connection.createStatement();
        PreparedStatement statement = connection.prepareStatement(sql(reach))) {
      order.execute(IN_INDEX_ORDER);
      bind(statement, after, start, reach);
      try (ResultSet row = statement.executeQuery()) {
        List<Visit> found = new ArrayList<>();
        while (row.next()) {
          found.add(visit(row));
        }
        return found;
      }
    }
  }

  /**
   * The next organization that was ever drained, whatever it has, as one to be woken; for where
   * {@link #visit} takes too long.
   */
  Optional<Visit> nextDrained(String after, String start) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(nextDrained)) {
      statement.setString(1, start);
      statement.setString(2, after);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Visit(
                    row.getString("organization_id"),
                    row.getBoolean("in_or_before_start"),
                    true,
                    null))
            : Optional.empty();
      }
    }
  }

  private String sql(Reach reach) {
    return Objects.requireNonNull(visits.get(reach));
  }

  void bind(PreparedStatement statement, String after, String start, Reach reach)
      throws SQLException {
    statement.setString(1, after);
    statement.setInt(2, reach.organizations());
    statement.setString(3, start);
    statement.setLong(4, OVERDUE.toMillis());
    statement.setLong(5, longestStep.toMillis());
    statement.setLong(6, longestQuiet.toMillis());
    statement.setLong(7, minimumAge.toMillis());
    statement.setLong(8, minimumAge.toMillis());
  }

  private static Visit visit(ResultSet row) throws SQLException {
    return new Visit(
        row.getString("organization_id"),
        row.getBoolean("in_or_before_start"),
        row.getBoolean("forgotten"),
        row.getBoolean("overdue")
            ? row.getObject("due_since", OffsetDateTime.class).toInstant()
            : null);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
