package dev.signalbox.demo;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.outbox.EventId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads the relay's log: the moment when it recorded that a real Svix has stored a message. */
final class DeliveredLog implements Arrivals {

  /** A transaction that began before the last look may commit after it. */
  private static final int OVERLAP_SECONDS = 10;

  private final DataSource dataSource;
  private final SchemaName schema;
  private Instant seen = Instant.EPOCH;

  DeliveredLog(DataSource dataSource, SchemaName schema) {
    this.dataSource = dataSource;
    this.schema = schema;
  }

  /** Not limited to an organization: the view shows them all. */
  private static final String READ_DELIVERED =
      """
      SELECT organization_id, event_id, delivered_at
      FROM {schema}.delivered_event
      WHERE delivered_at >= ?
      """;

  @Override
  public void tell(Deliveries deliveries) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(schema.in(READ_DELIVERED))) {
      statement.setObject(1, seen.minusSeconds(OVERLAP_SECONDS).atOffset(ZoneOffset.UTC));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Instant at = rows.getObject(3, OffsetDateTime.class).toInstant();
          seen = at.isAfter(seen) ? at : seen;
          deliveries.arrived(rows.getString(1), new EventId(rows.getObject(2, UUID.class)), at);
        }
      }
    }
  }
}
