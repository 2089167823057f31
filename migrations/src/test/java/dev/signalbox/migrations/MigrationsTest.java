package dev.signalbox.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsTest {

  @Test
  void printedSqlNamesTheSchemaEverywhere() {
    assertThat(Migrations.sql("relay_a"))
        .startsWith("CREATE SCHEMA IF NOT EXISTS relay_a;")
        .contains("CREATE TABLE relay_a.outbox_event")
        .doesNotContain("${");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Signalbox", "a-b", "a.b", "pg_x", "a\"b", "a'b", "1a", "é"})
  void refusesASchemaNameThatWouldNeedQuoting(String schema) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Migrations.sql(schema))
        .withMessageContaining("\"" + schema + "\"");
  }
}
