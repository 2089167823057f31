package dev.signalbox.bench.backlog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The least: rows whose ids are known. */
final class KnownIds implements LotTaker {

  private static final String APPEND =
      """
      INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)
      SELECT gen_random_uuid(), 'floor', 'order.placed',
        '{"data":"' || repeat(md5(n::text), 6) || '"}'
      FROM generate_series(1, ?) AS n
      RETURNING id
      """;

  private static final String READ =
      """
      SELECT id, event_id, event_type, payload FROM signalbox.outbox_event WHERE id = ANY (?)
      """;

  private static final String DELETE =
      """
      DELETE FROM signalbox.outbox_event WHERE id = ANY (?)
      """;

  private final DataSource dataSource;
  private List<Long> ids = List.of();

  /** In a database that has the tables. */
  KnownIds(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public void append() throws SQLException {
    List<Long> appended = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement append = connection.prepareStatement(APPEND)) {
      append.setInt(1, LotsCourse.LOTS * LotsCourse.LOT);
      try (ResultSet row = append.executeQuery()) {
        while (row.next()) {
          appended.add(row.getLong(1));
        }
      }
    }
    ids = appended;
    Outboxes.execute(dataSource, "VACUUM (ANALYZE) signalbox.outbox_event");
  }

  @Override
  public int take(Connection connection, int number) throws SQLException {
    List<Long> lot = ids.subList(number * LotsCourse.LOT, (number + 1) * LotsCourse.LOT);
    Array array = connection.createArrayOf("bigint", lot.toArray());
    try (PreparedStatement read = connection.prepareStatement(READ);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      read.setArray(1, array);
      int rows = 0;
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          rows += row.getString("payload").isEmpty() ? 0 : 1;
        }
      }
      delete.setArray(1, array);
      return Math.min(rows, delete.executeUpdate());
    }
  }
}
