package dev.signalbox.bench.backlog;

import dev.signalbox.bench.harness.Course;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Takes lots on one connection, one after the other, without anything around it. */
final class PlainLotsCourse implements Course {

  private final PostgresDatabase database;
  private final LotTaker lots;

  /**
   * On a database that has the tables.
   *
   * @param database stays the caller's
   */
  PlainLotsCourse(PostgresDatabase database, LotTaker lots) {
    this.database = database;
    this.lots = lots;
  }

  @Override
  public void prepare() throws SQLException {
    lots.append();
    Outboxes.execute(database.dataSource(), "CHECKPOINT");
  }

  @Override
  public Map<String, Double> run() throws SQLException {
    double blocks = Outboxes.blocks(database.dataSource());
    double millis;
    try (Connection connection = database.dataSource().getConnection();
        Statement told = connection.createStatement()) {
      take(connection, 0, LotsCourse.FIRST_LOTS);
      long start = System.nanoTime();
      take(connection, LotsCourse.FIRST_LOTS, LotsCourse.LOTS);
      millis = (System.nanoTime() - start) / 1e6 / (LotsCourse.LOTS - LotsCourse.FIRST_LOTS);
      told.execute("SELECT pg_stat_force_next_flush()"); // else its blocks may be told later
    }
    blocks = Outboxes.blocks(database.dataSource()) - blocks;
    return Map.of(LotsCourse.MILLIS, millis, LotsCourse.BLOCKS, blocks / LotsCourse.LOTS);
  }

  private void take(Connection connection, int from, int to) throws SQLException {
    for (int number = from; number < to; number++) {
      int rows = lots.take(connection, number);
      if (rows != LotsCourse.LOT) {
        throw new IllegalStateException("Lot %d has %d rows.".formatted(number, rows));
      }
    }
  }
}
