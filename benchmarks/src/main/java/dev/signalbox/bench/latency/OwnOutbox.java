package dev.signalbox.bench.latency;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The small table that the reference shapes share. Safe for use by several threads. */
final class OwnOutbox implements AutoCloseable {

  static final String CHANNEL = "bench_outbox";

  private static final int CONNECTIONS = 16;

  private static final String TABLE =
      """
      CREATE SCHEMA bench;
      CREATE TABLE bench.outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id text NOT NULL,
        organization_id text NOT NULL, payload text NOT NULL, processed_at timestamptz);
      CREATE INDEX outbox_pending ON bench.outbox (id) WHERE processed_at IS NULL;
      """;

  private static final String INSERT =
      """
      INSERT INTO bench.outbox (event_id, organization_id, payload)
      VALUES (?, ?, ?)
      RETURNING id
      """;

  private static final String COLUMNS =
      """
      SELECT id, event_id, organization_id, payload
      FROM bench.outbox
      """;

  private static final String NOTIFY =
      """
      SELECT pg_notify('%s', ?)
      """
          .formatted(CHANNEL);

  private final HikariDataSource dataSource;

  /** A row as it is to be sent. */
  record Row(long id, Event event) {}

  /** Makes the table in an empty database. */
  OwnOutbox(PostgresDatabase database) throws SQLException {
    this.dataSource = pool(database, CONNECTIONS);
    execute(TABLE);
  }

  /** Connections for one contender, who closes them. */
  static HikariDataSource pool(PostgresDatabase database, int most) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(most);
    return new HikariDataSource(config);
  }

  /** One transaction; returns the row's id. */
  long insert(Event event, boolean notifies) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      long id = insert(connection, event);
      if (notifies) {
        try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
          statement.setString(1, Long.toString(id));
          statement.execute();
        }
      }
      connection.commit();
      return id;
    }
  }

  /** One transaction. */
  void insert(List<Event> events) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      for (Event event : events) {
        insert(connection, event);
      }
      connection.commit();
    }
  }

  private static long insert(Connection connection, Event event) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, event.id());
      statement.setString(2, event.organization());
      statement.setString(3, event.payload());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** The oldest that are pending, of all organizations. */
  List<Row> oldest(int most) throws SQLException {
    return read(COLUMNS + " WHERE processed_at IS NULL ORDER BY id LIMIT ?", most);
  }

  Optional<Row> find(long id) throws SQLException {
    return read(COLUMNS + " WHERE id = ?", id).stream().findFirst();
  }

  private List<Row> read(String sql, long argument) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, argument);
      List<Row> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Event event = new Event(row.getString(2), row.getString(3), row.getString(4));
          rows.add(new Row(row.getLong(1), event));
        }
      }
      return rows;
    }
  }

  void mark(long id) throws SQLException {
    update("UPDATE bench.outbox SET processed_at = now() WHERE id = ANY(?)", List.of(id));
  }

  void delete(List<Long> ids) throws SQLException {
    update("DELETE FROM bench.outbox WHERE id = ANY(?)", ids);
  }

  private void update(String sql, List<Long> ids) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      statement.executeUpdate();
    }
  }

  void checkpoint() throws SQLException {
    execute("VACUUM (ANALYZE) bench.outbox");
    execute("CHECKPOINT");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
