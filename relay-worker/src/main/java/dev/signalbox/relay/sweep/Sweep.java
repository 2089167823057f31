package dev.signalbox.relay.sweep;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.wake.Wakes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the organizations that nobody drains although they have due rows, and wakes them. */
public final class Sweep {

  private static final Logger log = LoggerFactory.getLogger(Sweep.class);

  /**
   * Not limited to an organization: it is the search for organizations. A loose index scan: one
   * probe per organization that has rows, whatever the number of its rows.
   */
  private static final String FIND_FORGOTTEN =
      """
      WITH RECURSIVE pending (organization_id) AS (
        (SELECT organization_id FROM {schema}.outbox_event ORDER BY organization_id LIMIT 1)
        UNION ALL
        SELECT (
          SELECT event.organization_id FROM {schema}.outbox_event AS event
          WHERE event.organization_id > pending.organization_id
          ORDER BY event.organization_id LIMIT 1)
        FROM pending
        WHERE pending.organization_id IS NOT NULL
      )
      SELECT pending.organization_id
      FROM pending
      LEFT JOIN {schema}.relay_lease AS lease USING (organization_id)
      WHERE pending.organization_id IS NOT NULL
        AND (lease.draining_until IS NULL OR lease.draining_until <= now())
        AND (lease.quiet_until IS NULL OR lease.quiet_until <= now())
        AND EXISTS (
          SELECT FROM {schema}.outbox_event AS event
          WHERE event.organization_id = pending.organization_id
            AND event.appended_at <= now() - ? * interval '1 millisecond'
            AND (event.next_attempt_at IS NULL
              OR event.next_attempt_at <= now() - ? * interval '1 millisecond')
            AND event.payload_version <= ?)
      LIMIT ?
      """;

  private final DataSource dataSource;
  private final Wakes wakes;
  private final SweepSettings settings;
  private final String findForgotten;

  @Inject
  Sweep(DataSource dataSource, SchemaName schema, Wakes wakes, SweepSettings settings) {
    this.dataSource = dataSource;
    this.wakes = wakes;
    this.settings = settings;
    this.findForgotten = schema.in(FIND_FORGOTTEN);
  }

  /** Sweeps once; returns how many organizations were woken. */
  public int sweep() throws SQLException {
    List<OrganizationId> forgotten = findForgotten();
    if (!forgotten.isEmpty()) {
      wakes.wake(forgotten);
    }
    return forgotten.size();
  }

  private List<OrganizationId> findForgotten() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(findForgotten)) {
      statement.setLong(1, settings.minimumAge().toMillis());
      statement.setLong(2, settings.minimumAge().toMillis());
      statement.setInt(3, RelayContract.PAYLOAD_VERSION);
      statement.setInt(4, settings.limit());
      try (ResultSet row = statement.executeQuery()) {
        List<OrganizationId> found = new ArrayList<>();
        while (row.next()) {
          add(row.getString(1), found);
        }
        return found;
      }
    }
  }

  /** One row that was written past the producer's checks must not cost the others their wake. */
  private static void add(String organization, List<OrganizationId> found) {
    try {
      found.add(new OrganizationId(organization));
    } catch (IllegalArgumentException e) {
      log.error("Rows of an organization can never be relayed: {}", e.getMessage());
    }
  }
}
