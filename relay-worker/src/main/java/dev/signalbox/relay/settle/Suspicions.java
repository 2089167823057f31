package dev.signalbox.relay.settle;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.lease.LeaseGuard;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.lease.Leases;
import dev.signalbox.relay.settle.Settlement.RowId;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Counts, before a careful slice delivers an event, that it may end the process. The count is
 * committed on return, so that a process that dies leaves it behind; a delivery that comes back, in
 * whatever way, takes it away.
 */
public final class Suspicions {

  private static final String SUSPECT =
      """
      WITH mine AS (
        UPDATE {schema}.relay_lease SET %s
        WHERE %s
        RETURNING organization_id
      )
      UPDATE {schema}.outbox_event AS event
      SET suspected_kills = least(event.suspected_kills, 32766) + 1
      FROM mine
      WHERE event.organization_id = mine.organization_id AND event.id = ? AND event.event_id = ?
      """
          .formatted(Leases.RENEWED, LeaseGuard.HELD);

  private static final String CLEAR =
      """
      WITH mine AS (
        UPDATE {schema}.relay_lease SET %s
        WHERE %s
        RETURNING organization_id
      )
      UPDATE {schema}.outbox_event AS event
      SET suspected_kills = 0
      FROM mine
      WHERE event.organization_id = mine.organization_id AND event.id = ? AND event.event_id = ?
      """
          .formatted(Leases.RENEWED, LeaseGuard.HELD);

  private final DataSource dataSource;
  private final long stepMillis;
  private final String suspect;
  private final String clear;

  @Inject
  Suspicions(DataSource dataSource, SchemaName schema, LeaseSettings settings) {
    this.dataSource = dataSource;
    this.stepMillis = settings.drainingStep().toMillis();
    this.suspect = schema.in(SUSPECT);
    this.clear = schema.in(CLEAR);
  }

  /** Counts; false when the lease is lost or the event is gone: then it must not be delivered. */
  public boolean suspect(Lease lease, RowId row) throws SQLException {
    return update(suspect, lease, row);
  }

  /** The delivery has come back; false when the lease is lost or the event is gone. */
  public boolean clear(Lease lease, RowId row) throws SQLException {
    return update(clear, lease, row);
  }

  private boolean update(String sql, Lease lease, RowId row) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, stepMillis);
      int next = LeaseGuard.bind(statement, 2, lease);
      statement.setLong(next, row.id());
      statement.setObject(next + 1, row.eventId());
      return statement.executeUpdate() == 1;
    }
  }
}
