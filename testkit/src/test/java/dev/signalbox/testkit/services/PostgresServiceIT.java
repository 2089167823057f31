package dev.signalbox.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.migrations.Migrations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PostgresServiceIT {

  private final PostgresService postgres = BackingServices.shared().postgres();

  @Test
  void migratesAndAnswersInADatabaseOfItsOwn() throws SQLException {
    try (PostgresDatabase database = postgres.createDatabase();
        PostgresDatabase other = postgres.createDatabase()) {
      new Migrations(database.dataSource(), "signalbox").migrate();
      assertThat(ask(database.dataSource(), "SELECT count(*) FROM signalbox.outbox_event"))
          .isEqualTo("0");
      assertThat(ask(other.dataSource(), "SELECT to_regclass('signalbox.outbox_event')")).isNull();
    }
  }

  @Test
  void aClosedDatabaseIsGoneWhoeverIsConnected() throws SQLException {
    PostgresDatabase database = postgres.createDatabase();
    try (Connection connection = database.dataSource().getConnection()) {
      database.close();
      database.close();
      assertThatThrownBy(() -> ask(database.dataSource(), "SELECT 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("does not exist");
      assertThat(connection.isValid(1)).isFalse();
    }
  }

  @Test
  void theEmbeddedOneDoesWithoutDurabilityOnlyIfTold() throws SQLException {
    try (PostgresService durable = new EmbeddedPostgresServer(new PostgresSettings(true)).start();
        PostgresService quick = new EmbeddedPostgresServer(new PostgresSettings(false)).start()) {
      assertThat(ask(durable.dataSource(), "SHOW fsync")).isEqualTo("on");
      assertThat(ask(durable.dataSource(), "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(durable.dataSource(), "SHOW max_connections")).isEqualTo("300");
      assertThat(ask(quick.dataSource(), "SHOW fsync")).isEqualTo("off");
      assertThat(durable.describe())
          .matches("PostgreSQL 18\\.\\d+ embedded at 127\\.0\\.0\\.1:\\d+");
    }
  }

  @Test
  void aClosedServerAnswersNoMore() {
    PostgresService server = new EmbeddedPostgresServer(new PostgresSettings(false)).start();
    server.close();
    server.close();
    assertThatThrownBy(() -> ask(server.dataSource(), "SELECT 1")).isInstanceOf(SQLException.class);
  }

  private static String ask(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
