package dev.signalbox.bench.backlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The usual queue: rows are claimed by an UPDATE that skips locked ones, and then deleted. */
final class ClaimedRows implements LotTaker {

  private static final String TABLE =
      """
      CREATE TABLE claimed_event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        event_id uuid NOT NULL, organization_id text NOT NULL, event_type text NOT NULL,
        payload text NOT NULL, claimed_until timestamptz);
      CREATE INDEX claimed_event_organization ON claimed_event (organization_id, id);
      """;

  private static final String APPEND =
      """
      INSERT INTO claimed_event (event_id, organization_id, event_type, payload)
      SELECT gen_random_uuid(), 'measured', 'order.placed',
        '{"data":"' || repeat(md5(n::text), 6) || '"}'
      FROM generate_series(1, ?) AS n
      """;

  /** A subquery could be run again by the plan, and lock more rows than its limit. */
  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT id
        FROM claimed_event
        WHERE organization_id = ? AND (claimed_until IS NULL OR claimed_until < now())
        ORDER BY id
        LIMIT ?
        FOR UPDATE SKIP LOCKED)
      UPDATE claimed_event AS event
      SET claimed_until = now() + interval '30 seconds'
      FROM due
      WHERE event.id = due.id
      RETURNING event.id, event.event_id, event.event_type, event.payload
      """;

  private static final String DELETE =
      """
      DELETE FROM claimed_event WHERE id = ANY (?)
      """;

  private final DataSource dataSource;

  /**
   * Makes its table.
   *
   * @param others rows of other organizations
   */
  ClaimedRows(DataSource dataSource, int others) throws SQLException {
    this.dataSource = dataSource;
    Outboxes.execute(dataSource, TABLE);
    Outboxes.addRowsOfOthers(dataSource, "claimed_event", others);
  }

  @Override
  public void append() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement append = connection.prepareStatement(APPEND)) {
      append.setInt(1, LotsCourse.LOTS * LotsCourse.LOT);
      append.executeUpdate();
    }
    Outboxes.execute(dataSource, "VACUUM (ANALYZE) claimed_event");
  }

  @Override
  public int take(Connection connection, int number) throws SQLException {
    List<Long> claimed = new ArrayList<>();
    try (PreparedStatement claim = connection.prepareStatement(CLAIM);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      claim.setString(1, "measured");
      claim.setInt(2, LotsCourse.LOT);
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          if (!row.getString("payload").isEmpty()) {
            claimed.add(row.getLong("id"));
          }
        }
      }
      delete.setArray(1, connection.createArrayOf("bigint", claimed.toArray()));
      return Math.min(claimed.size(), delete.executeUpdate());
    }
  }
}
