package dev.signalbox.outbox;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.migrations.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** One embedded server for all tests of a run; each test class takes a schema of its own. */
final class Postgres {

  private static final EmbeddedPostgres SERVER = start();

  private Postgres() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PGSimpleDataSource dataSource() {
    return (PGSimpleDataSource) SERVER.getPostgresDatabase();
  }

  static SchemaName migrated(String schema) {
    new Migrations(dataSource(), schema).migrate();
    return new SchemaName(schema);
  }

  static Connection begin() throws SQLException {
    Connection connection = dataSource().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void execute(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection()) {
      execute(connection, sql);
    }
  }
}
