package dev.signalbox.bench.append;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.migrations.Migrations;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** A database of its own with every contender's tables, and what is done between rounds. */
final class AppendStage {

  /** The floor's table is the outbox's, columns and indexes alike. */
  private static final String TABLES =
      """
      CREATE SCHEMA bench;
      CREATE TABLE bench.order_placed (id uuid PRIMARY KEY, customer text NOT NULL, cents bigint NOT NULL);
      CREATE TABLE bench.floor_event (LIKE signalbox.outbox_event INCLUDING ALL) WITH (fillfactor = 90);
      """;

  private static final String INSERT_ORDER =
      """
      INSERT INTO bench.order_placed (id, customer, cents) VALUES (?, ?, ?)
      """;

  private final PostgresDatabase database;

  /** Makes the tables in an empty database. */
  AppendStage(PostgresDatabase database) throws SQLException {
    this.database = database;
    new Migrations(database.dataSource(), SchemaName.DEFAULT.value()).migrate();
    execute(TABLES);
    ScheduledTasks.create(database.dataSource());
  }

  /** Connections for one contender, who closes them. */
  HikariDataSource connections(int most, String driverParameters) {
    HikariConfig config = new HikariConfig();
    String separator = database.jdbcUrl().contains("?") ? "&" : "?";
    config.setJdbcUrl(database.jdbcUrl() + separator + driverParameters);
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(most);
    return new HikariDataSource(config);
  }

  /** Empties tables and writes what is dirty, so that every round begins alike. */
  void freshen(List<String> tables) throws SQLException {
    execute("TRUNCATE bench.order_placed");
    for (String table : tables) {
      execute("TRUNCATE " + table);
    }
    execute("CHECKPOINT");
  }

  /** Where the write-ahead log ends, in bytes. */
  long walPosition() throws SQLException {
    return number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
  }

  long rows(String table) throws SQLException {
    return number("SELECT count(*) FROM " + table);
  }

  /** What the caller's transaction is about. */
  static void placeOrder(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT_ORDER)) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      statement.setObject(1, new UUID(random.nextLong(), random.nextLong()));
      statement.setString(2, "customer");
      statement.setLong(3, random.nextInt(100_000));
      statement.executeUpdate();
    }
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
