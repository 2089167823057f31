package dev.signalbox.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashingPostgresIT {

  @Test
  void whatWasCommittedIsThereAfterACrash(@TempDir Path directory) throws SQLException {
    try (CrashingPostgres postgres = CrashingPostgres.start(directory.resolve("data"))) {
      try (Connection connection = postgres.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE t AS SELECT 7 AS n");
        postgres.crash();
        assertThatThrownBy(() -> statement.execute("SELECT n FROM t"))
            .isInstanceOf(SQLException.class);
      }
      postgres.restart();
      try (Connection connection = postgres.dataSource().getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT n FROM t")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).isEqualTo(7);
      }
    }
  }
}
