package dev.signalbox.bench.cost;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** The least: one INSERT and one DELETE per lot, on a table with its primary key alone. */
final class FloorLotCourse implements Course {

  private static final String TABLE =
      """
      CREATE SCHEMA bench;
      CREATE TABLE bench.floor_lot (id bigint PRIMARY KEY, event_id uuid NOT NULL,
        organization_id text NOT NULL, event_type text NOT NULL, payload text NOT NULL)
      """;

  private static final String INSERT =
      """
      INSERT INTO bench.floor_lot (id, event_id, organization_id, event_type, payload)
      SELECT * FROM unnest(?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::text[])
      """;

  private static final String DELETE =
      """
      DELETE FROM bench.floor_lot WHERE id = ANY (?)
      """;

  private final Supplier<PostgresDatabase> databases;
  private final Lots lots;

  FloorLotCourse(Supplier<PostgresDatabase> databases, Lots lots) {
    this.databases = databases;
    this.lots = lots;
  }

  @Override
  public void prepare() {}

  @Override
  public Map<String, Double> run() throws Exception {
    PostgresDatabase database = databases.get();
    long wal;
    try (Connection connection = database.dataSource().getConnection()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(TABLE);
      }
      Messages messages = new Messages(lots.payloadBytes());
      takeOne(connection, messages, 0);
      wal = DatabaseCounts.read(database.dataSource()).wal();
      for (int i = 1; i <= lots.count(); i++) {
        takeOne(connection, messages, (long) i * lots.size());
      }
    }
    DatabaseCounts all = DatabaseCounts.read(database.dataSource());
    return Map.of(
        LotCourse.STATEMENTS, 2.0 / lots.size(),
        LotCourse.WAL, (double) (all.wal() - wal) / lots.events(),
        LotCourse.DEAD, (double) all.dead() / (lots.events() + lots.size()));
  }

  private void takeOne(Connection connection, Messages source, long firstId) throws SQLException {
    List<Message> messages = lots.messages(source);
    Object[] ids = LongStream.range(firstId, firstId + lots.size()).boxed().toArray();
    try (PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      insert.setArray(1, connection.createArrayOf("bigint", ids));
      insert.setArray(
          2,
          connection.createArrayOf(
              "uuid", messages.stream().map(message -> UUID.randomUUID()).toArray()));
      insert.setArray(3, texts(connection, messages.stream().map(Message::organization).toArray()));
      insert.setArray(4, texts(connection, messages.stream().map(Message::type).toArray()));
      insert.setArray(5, texts(connection, messages.stream().map(Message::payload).toArray()));
      insert.executeUpdate();
      delete.setArray(1, connection.createArrayOf("bigint", ids));
      delete.executeUpdate();
    }
  }

  private static java.sql.Array texts(Connection connection, Object[] values) throws SQLException {
    return connection.createArrayOf("text", values);
  }
}
