package dev.signalbox.relay.hold;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.operation.Attribution;
import dev.signalbox.relay.operation.OperationLog;
import dev.signalbox.relay.organization.HoldReason;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Begins, reads and ends the hold of the source. It stands in the one row of {@code installation},
 * so its statements concern no single organization; every change is guarded by what it follows
 * from, so that of several workers one makes it.
 */
public final class SourceHolds {

  /** Leases looked at for a rest by one statement, so locked at once, at most. */
  private static final int BATCH = 1_000;

  private static final String BEGIN =
      """
      UPDATE {schema}.installation
      SET held_since = now(), held_reason = ?, probes = 0,
        probe_at = now() + ? * interval '1 millisecond'
      WHERE held_since IS NULL
      """;

  private static final String FIND =
      """
      SELECT held_since, coalesce(held_reason, ''), probes, coalesce(probe_at, now()),
        coalesce(probe_at <= now(), true)
      FROM {schema}.installation
      WHERE held_since IS NOT NULL
      """;

  private static final String CLAIM_PROBE =
      """
      UPDATE {schema}.installation
      SET probe_at = now() + ? * interval '1 millisecond', probes = probes + 1
      WHERE held_since = ? AND probes = ? AND (probe_at IS NULL OR probe_at <= now())
      """;

  private static final String LIFT =
      """
      UPDATE {schema}.installation
      SET held_since = NULL, held_reason = NULL, probe_at = NULL, probes = 0
      WHERE held_since = ?
      """;

  /**
   * Not limited to an organization: the hold was not either. Goes through the leases by their key,
   * and passes over one that is locked: whoever rests at this moment looks once more afterwards,
   * and whoever takes the lease ends the rest by that.
   */
  private static final String END_RESTS =
      """
      WITH page AS (
        SELECT organization_id, quiet_reason
        FROM {schema}.relay_lease
        WHERE organization_id > ?
        ORDER BY organization_id
        LIMIT %d
      ), resting AS (
        SELECT lease.organization_id
        FROM {schema}.relay_lease AS lease
        JOIN page ON page.organization_id = lease.organization_id
        WHERE page.quiet_reason = ? AND lease.quiet_reason = ?
        ORDER BY lease.organization_id
        FOR UPDATE OF lease SKIP LOCKED
      ), ended AS (
        UPDATE {schema}.relay_lease AS lease
        SET quiet_until = NULL, quiet_reason = NULL
        FROM resting
        WHERE lease.organization_id = resting.organization_id
        RETURNING 1
      )
      SELECT max(organization_id), (SELECT count(*) FROM ended)
      FROM page
      """
          .formatted(BATCH);

  private final DataSource dataSource;
  private final SchemaName schema;
  private final OperationLog operations;

  /** Prepares to ask; connects to nothing yet. */
  @Inject
  public SourceHolds(DataSource dataSource, SchemaName schema) {
    this.dataSource = dataSource;
    this.schema = schema;
    this.operations = new OperationLog(schema);
  }

  /**
   * Holds the source, unless it is held.
   *
   * @param firstProbe from now
   * @return whether this call began it
   */
  boolean begin(String reason, Duration firstProbe) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(schema.in(BEGIN))) {
      statement.setString(1, reason);
      statement.setLong(2, firstProbe.toMillis());
      return statement.executeUpdate() == 1;
    }
  }

  /** The hold, if there is one. */
  public Optional<Held> find() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(schema.in(FIND));
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(
              new Held(
                  row.getObject(1, OffsetDateTime.class),
                  row.getString(2),
                  row.getInt(3),
                  row.getObject(4, OffsetDateTime.class),
                  row.getBoolean(5)))
          : Optional.empty();
    }
  }

  /** Takes the probe that is due; false when another worker has it. */
  boolean claimProbe(Held held, Duration nextProbe) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(schema.in(CLAIM_PROBE))) {
      statement.setLong(1, nextProbe.toMillis());
      statement.setObject(2, held.since());
      statement.setInt(3, held.probes());
      return statement.executeUpdate() == 1;
    }
  }

  /**
   * Ends this hold, and not a later one; false when it has ended. Whoever ends a hold ends the
   * rests after that.
   */
  boolean lift(Held held) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return lift(held, connection);
    }
  }

  /**
   * Ends this hold by hand and records who did; false, and no record, when it has ended. Then ends
   * the rests.
   */
  public boolean lift(Held held, Attribution by) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      if (!lift(held, connection)) {
        connection.rollback();
        return false;
      }
      operations.record(connection, "lift", by, null, "source");
      connection.commit();
    }
    var unused = endRests();
    return true;
  }

  private boolean lift(Held held, Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.in(LIFT))) {
      statement.setObject(1, held.since());
      return statement.executeUpdate() == 1;
    }
  }

  /**
   * Lets producers wake again who rests because of the hold. It must come after the end of the hold
   * is committed: a slice that rests later has seen that. The sweep does not depend on it.
   *
   * @return how many rested
   */
  long endRests() throws SQLException {
    long ended = 0;
    String after = "";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(schema.in(END_RESTS))) {
      while (after != null) {
        statement.setString(1, after);
        statement.setString(2, HoldReason.SOURCE_HELD.words());
        statement.setString(3, HoldReason.SOURCE_HELD.words());
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          after = row.getString(1);
          ended += row.getLong(2);
        }
      }
    }
    return ended;
  }
}
