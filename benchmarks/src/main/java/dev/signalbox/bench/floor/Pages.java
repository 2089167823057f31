package dev.signalbox.bench.floor;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.append.Message;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.migrations.Migrations;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** This project's own table, appended to as ever, and read and emptied by plain statements. */
final class Pages implements AutoCloseable {

  private static final int CONNECTIONS = 20;

  private static final String LEASES =
      """
      CREATE TABLE lease (organization_id text PRIMARY KEY, token bigint NOT NULL)
      """;

  private static final String LEASE =
      """
      INSERT INTO lease (organization_id, token)
      VALUES (?, 1)
      ON CONFLICT (organization_id) DO UPDATE SET token = lease.token + 1
      """;

  private static final String READ =
      """
      SELECT id, event_id, event_type, payload
      FROM signalbox.outbox_event
      WHERE (organization_id, id) > (?, ?) AND (organization_id, id) <= (?, 9223372036854775807)
      ORDER BY organization_id, id
      LIMIT ?
      """;

  private static final String DELETE =
      """
      DELETE FROM signalbox.outbox_event
      WHERE id = ANY (?)
      """;

  private final HikariDataSource dataSource;

  /** An event as it is to be sent. */
  record Row(long id, String eventId, Message message) {}

  /** Makes the tables in an empty database. */
  Pages(PostgresDatabase database) throws SQLException {
    new Migrations(database.dataSource(), SchemaName.DEFAULT.value()).migrate();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(CONNECTIONS);
    this.dataSource = new HikariDataSource(config);
    execute(LEASES);
  }

  /** One transaction. */
  void append(List<OutboxEvent> events) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      new Outbox().appendBatch(connection, events);
      connection.commit();
    }
  }

  void checkpoint() throws SQLException {
    execute("VACUUM (ANALYZE) signalbox.outbox_event");
    execute("CHECKPOINT");
  }

  /** One commit: whoever may be taken for dead needs a token in the database. */
  void lease(String organization) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(LEASE)) {
      statement.setString(1, organization);
      statement.executeUpdate();
    }
  }

  List<Row> read(String organization, long after, int most) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setString(1, organization);
      statement.setLong(2, after);
      statement.setString(3, organization);
      statement.setInt(4, most);
      List<Row> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Message message = new Message(organization, row.getString(3), row.getString(4));
          rows.add(new Row(row.getLong(1), row.getString(2), message));
        }
      }
      return rows;
    }
  }

  void delete(List<Row> rows) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(DELETE)) {
      Object[] ids = rows.stream().map(Row::id).toArray();
      statement.setArray(1, connection.createArrayOf("bigint", ids));
      if (statement.executeUpdate() != ids.length) {
        throw new IllegalStateException("Of %d rows some were gone.".formatted(ids.length));
      }
    }
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
