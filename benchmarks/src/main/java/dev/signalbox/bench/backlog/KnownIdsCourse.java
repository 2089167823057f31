package dev.signalbox.bench.backlog;

import dev.signalbox.bench.harness.Course;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The least: reads rows whose ids it knows, and deletes them, each lot by two statements. */
final class KnownIdsCourse implements Course {

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

  private final PostgresDatabase database;
  private List<Long> ids = List.of();

  /** On a database that has the tables. */
  KnownIdsCourse(PostgresDatabase database) {
    this.database = database;
  }

  @Override
  public void prepare() throws SQLException {
    List<Long> appended = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement append = connection.prepareStatement(APPEND)) {
      append.setInt(1, LotsCourse.LOTS * LotsCourse.LOT);
      try (ResultSet row = append.executeQuery()) {
        while (row.next()) {
          appended.add(row.getLong(1));
        }
      }
    }
    ids = appended;
    Outboxes.execute(
        database.dataSource(), "VACUUM (ANALYZE) signalbox.outbox_event", "CHECKPOINT");
  }

  @Override
  public Map<String, Double> run() throws SQLException {
    double blocks = Outboxes.blocks(database.dataSource());
    double millis;
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement read = connection.prepareStatement(READ);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      for (int i = 0; i < LotsCourse.FIRST_LOTS; i++) {
        take(connection, read, delete, i);
      }
      long start = System.nanoTime();
      for (int i = LotsCourse.FIRST_LOTS; i < LotsCourse.LOTS; i++) {
        take(connection, read, delete, i);
      }
      millis = (System.nanoTime() - start) / 1e6 / (LotsCourse.LOTS - LotsCourse.FIRST_LOTS);
    }
    blocks = Outboxes.blocks(database.dataSource()) - blocks;
    return Map.of(LotsCourse.MILLIS, millis, LotsCourse.BLOCKS, blocks / LotsCourse.LOTS);
  }

  private void take(
      Connection connection, PreparedStatement read, PreparedStatement delete, int number)
      throws SQLException {
    java.sql.Array lot =
        connection.createArrayOf(
            "bigint",
            ids.subList(number * LotsCourse.LOT, (number + 1) * LotsCourse.LOT).toArray());
    read.setArray(1, lot);
    int rows = 0;
    try (ResultSet row = read.executeQuery()) {
      while (row.next()) {
        rows += row.getString("payload").isEmpty() ? 0 : 1;
      }
    }
    delete.setArray(1, lot);
    if (rows != LotsCourse.LOT || delete.executeUpdate() != rows) {
      throw new IllegalStateException("Lot %d has %d rows.".formatted(number, rows));
    }
  }
}
