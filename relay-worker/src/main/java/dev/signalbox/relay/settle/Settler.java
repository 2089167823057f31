package dev.signalbox.relay.settle;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.lease.LeaseGuard;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.lease.Leases;
import dev.signalbox.relay.organization.StopCondition;
import dev.signalbox.relay.settle.Settlement.RowId;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a settlement in one transaction that begins by renewing the lease and goes no further
 * without it: a holder that lost the lease settles nothing.
 */
public final class Settler {

  private static final Logger log = LoggerFactory.getLogger(Settler.class);

  /** SQLSTATE of a row that finds no partition. */
  private static final String CHECK_VIOLATION = "23514";

  /**
   * Deletes what was delivered, if it is still the same event; the log gets what was deleted. What
   * a row says that was damaged by hand must not make the whole settlement fail, here and below.
   *
   * <p>Rows are found by their ids alone, in one walk of the index: their array is hidden in a
   * sub-select, so that the planner reckons with ten rows and never reads the table for hundreds,
   * and an organization that is only compared is not looked up by its index, which has its whole
   * backlog. Nothing is deleted before the lease has answered. The events' ids are no sub-select,
   * so that they are hashed where the plan is made for them.
   */
  private static final String SETTLE_ACCEPTED =
      """
      WITH mine AS (
        UPDATE {schema}.relay_lease SET {lease}
        WHERE %s
        RETURNING organization_id
      ), settled AS (
        DELETE FROM {schema}.outbox_event AS event
        WHERE id = ANY ((SELECT ?::bigint[])::bigint[]) AND event_id = ANY (?::uuid[])
          AND (organization_id = (SELECT organization_id FROM mine)) IS TRUE
        RETURNING id, appended_at, event_id, attempts, organization_id, event_type
      ), logged AS (
        INSERT INTO {schema}.delivered_event
          (appended_at, event_id, attempts, organization_id, event_type, svix_message_id)
        SELECT appended_at, event_id, least(attempts, 2147483646) + 1, organization_id, event_type, message_id
        FROM settled
        JOIN unnest(?::bigint[], ?::text[]) AS accepted (id, message_id) USING (id)
      )
      SELECT (SELECT count(*) FROM mine), (SELECT count(*) FROM settled),
        EXISTS (
          SELECT FROM {schema}.organization JOIN mine USING (organization_id)
          WHERE %s)
      """
          .formatted(LeaseGuard.HELD, StopCondition.HOLDS);

  private static final String SETTLE_POSTPONED =
      """
      UPDATE {schema}.outbox_event AS event
      SET attempts = least(event.attempts, 2147483646) + 1, last_error = postponed.error,
        next_attempt_at = now() + postponed.delay * interval '1 millisecond',
        first_refused_at = coalesce(event.first_refused_at, now()), suspected_kills = 0,
        idle_seconds = CASE
          WHEN event.first_refused_at IS NULL OR NOT isfinite(event.next_attempt_at) THEN event.idle_seconds
          ELSE least(2000000000, greatest(0, event.idle_seconds::bigint)
            + coalesce(greatest(0, extract(epoch FROM now() - event.next_attempt_at)), 0))
        END
      FROM unnest((SELECT ?::bigint[]), (SELECT ?::uuid[]), (SELECT ?::bigint[]), (SELECT ?::text[]))
        AS postponed (id, event_id, delay, error)
      WHERE (event.organization_id = ?) IS TRUE AND event.id = postponed.id AND event.event_id = postponed.event_id
      """;

  /** What was to be skipped stays where the organization has got a row meanwhile. */
  private static final String SETTLE_BURIED =
      """
      WITH gone AS (
        DELETE FROM {schema}.outbox_event AS event
        USING unnest((SELECT ?::bigint[]), (SELECT ?::uuid[]), (SELECT ?::integer[]), (SELECT ?::text[]),
            (SELECT ?::text[]), (SELECT ?::text[]), (SELECT ?::boolean[]), (SELECT ?::boolean[]))
          AS buried (id, event_id, status, reason, response, error_class, tried, parks)
        WHERE (event.organization_id = ?) IS TRUE AND event.id = buried.id AND event.event_id = buried.event_id
          AND (buried.error_class <> 'skipped' OR NOT EXISTS (
            SELECT FROM {schema}.organization AS known WHERE known.organization_id = event.organization_id))
        RETURNING event.*, buried.status, buried.reason, buried.response, buried.error_class, buried.tried,
          buried.parks
      )
      INSERT INTO {schema}.dead_letter
        (id, event_id, appended_at, first_refused_at, attempts, suspected_kills, payload_version, status,
         organization_id, event_type, ordering_key, channels, headers, payload, payload_key, error_class,
         parked, reason, response)
      SELECT id, event_id, appended_at, CASE WHEN tried THEN coalesce(first_refused_at, now()) ELSE first_refused_at END,
        least(attempts, 2147483646) + tried::integer, CASE WHEN tried THEN 0 ELSE suspected_kills END, payload_version, nullif(status, 0),
        organization_id, event_type, ordering_key, channels, headers, payload, payload_key, error_class,
        parks AND ordering_key IS NOT NULL, reason, response
      FROM gone
      """;

  private final DataSource dataSource;
  private final DeliveredPartitions partitions;
  private final String settleAndRenew;
  private final String settleAndClear;
  private final String settlePostponed;
  private final String settleBuried;

  @Inject
  Settler(
      DataSource dataSource,
      SchemaName schema,
      LeaseSettings settings,
      DeliveredPartitions partitions) {
    this.dataSource = dataSource;
    this.partitions = partitions;
    long step = settings.drainingStep().toMillis();
    this.settleAndRenew =
        schema.in(
            SETTLE_ACCEPTED.replace(
                "{lease}", "draining_until = now() + " + step + " * interval '1 millisecond'"));
    this.settleAndClear = schema.in(SETTLE_ACCEPTED.replace("{lease}", Leases.CLEARED));
    this.settlePostponed = schema.in(SETTLE_POSTPONED);
    this.settleBuried = schema.in(SETTLE_BURIED);
  }

  /**
   * Settles what {@code lease} covers and renews it, and looks whether the organization may still
   * go on.
   */
  public Standing settle(Lease lease, Settlement settlement) throws SQLException {
    return settle(lease, settlement, settleAndRenew);
  }

  /**
   * Like {@link #settle}, but gives the lease back, as {@link Leases#clear} does, and in the same
   * transaction. Whoever calls this must look at the rows once more afterwards.
   */
  public Standing settleAndClear(Lease lease, Settlement settlement) throws SQLException {
    return settle(lease, settlement, settleAndClear);
  }

  private Standing settle(Lease lease, Settlement settlement, String settleAccepted)
      throws SQLException {
    Standing standing = settleSomehow(lease, settlement, settleAccepted);
    if (standing != Standing.LOST && log.isDebugEnabled()) {
      settlement.endings().forEach(ending -> log.debug("{}: {}", lease.organization(), ending));
    }
    return standing;
  }

  private Standing settleSomehow(Lease lease, Settlement settlement, String settleAccepted)
      throws SQLException {
    try {
      return inOneTransaction(lease, settlement, settleAccepted);
    } catch (SQLException e) {
      if (!CHECK_VIOLATION.equals(e.getSQLState())) {
        throw e;
      }
      partitions.ensure();
      return inOneTransaction(lease, settlement, settleAccepted);
    }
  }

  private Standing inOneTransaction(Lease lease, Settlement settlement, String settleAccepted)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      if (settlement.isAcceptedOnly()) {
        return settleAccepted(connection, settleAccepted, lease, settlement.accepted());
      }
      connection.setAutoCommit(false);
      try {
        Standing standing =
            settleAccepted(connection, settleAccepted, lease, settlement.accepted());
        if (standing != Standing.LOST) {
          postpone(connection, lease, settlement.postponed());
          bury(connection, lease, settlement.buried());
        }
        connection.commit();
        return standing;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static Standing settleAccepted(
      Connection connection, String sql, Lease lease, List<Settlement.Accepted> accepted)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int next = LeaseGuard.bind(statement, 1, lease);
      next = bind(statement, next, accepted, Settlement.Accepted::row);
      statement.setArray(next, array(connection, "bigint", accepted, event -> event.row().id()));
      statement.setArray(
          next + 1, array(connection, "text", accepted, Settlement.Accepted::messageId));
      try (ResultSet counts = statement.executeQuery()) {
        counts.next();
        if (counts.getLong(1) != 1) {
          return Standing.LOST;
        }
        compare("accepted", accepted.size(), counts.getLong(2), lease);
        return counts.getBoolean(3) ? Standing.STOPPED : Standing.ACTIVE;
      }
    }
  }

  private void postpone(Connection connection, Lease lease, List<Settlement.Postponed> postponed)
      throws SQLException {
    if (postponed.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(settlePostponed)) {
      int next = bind(statement, 1, postponed, Settlement.Postponed::row);
      statement.setArray(next, array(connection, "bigint", postponed, p -> p.delay().toMillis()));
      statement.setArray(next + 1, array(connection, "text", postponed, Settler::error));
      statement.setString(next + 2, lease.organization().value());
      compare("postponed", postponed.size(), statement.executeUpdate(), lease);
    }
  }

  private static String error(Settlement.Postponed postponed) {
    return postponed.response().isEmpty()
        ? postponed.reason()
        : postponed.reason() + ": " + postponed.response();
  }

  private void bury(Connection connection, Lease lease, List<Settlement.Buried> buried)
      throws SQLException {
    if (buried.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(settleBuried)) {
      int next = bind(statement, 1, buried, Settlement.Buried::row);
      statement.setArray(next, array(connection, "integer", buried, Settlement.Buried::status));
      statement.setArray(next + 1, array(connection, "text", buried, Settlement.Buried::reason));
      statement.setArray(next + 2, array(connection, "text", buried, Settlement.Buried::response));
      statement.setArray(next + 3, array(connection, "text", buried, b -> b.errorClass().word()));
      statement.setArray(
          next + 4, array(connection, "boolean", buried, b -> b.errorClass().isOfAnAttempt()));
      statement.setArray(next + 5, array(connection, "boolean", buried, Settlement.Buried::parks));
      statement.setString(next + 6, lease.organization().value());
      compare("given up", buried.size(), statement.executeUpdate(), lease);
    }
  }

  /** Only somebody's hand takes rows away under a lease, or gives a row to who had none. */
  private static void compare(String ended, int events, long settled, Lease lease) {
    if (settled != events) {
      log.warn(
          "Of {} events that were {}, {} could be settled: organization={}",
          events,
          ended,
          settled,
          lease.organization());
    }
  }

  /** Two parameters that say which rows; returns the index after them. */
  private static <T> int bind(
      PreparedStatement statement, int first, List<T> rows, Function<T, RowId> row)
      throws SQLException {
    Connection connection = statement.getConnection();
    statement.setArray(first, array(connection, "bigint", rows, row.andThen(RowId::id)));
    statement.setArray(first + 1, array(connection, "uuid", rows, row.andThen(RowId::eventId)));
    return first + 2;
  }

  private static <T> java.sql.Array array(
      Connection connection, String type, List<T> rows, Function<T, ?> column) throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(column).toArray());
  }
}
