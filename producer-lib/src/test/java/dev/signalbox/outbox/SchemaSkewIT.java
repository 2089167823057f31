package dev.signalbox.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.contract.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schema that is newer or older than the library; a transaction each, which is rolled back. */
class SchemaSkewIT {

  private static final SchemaName SCHEMA = new SchemaName("schema_skew_it");
  private static final OutboxOptions OPTIONS = OutboxOptions.DEFAULT.withSchema(SCHEMA);
  private static final OutboxEvent EVENT = OutboxEvent.of("acme", "order.created", "{}");

  @BeforeEach
  void migrate() {
    Postgres.migrated(SCHEMA.value());
  }

  /** A migration adds what older services can do without. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2_500})
  void everyWayAppendsToASchemaThatIsNewer(int size) throws SQLException {
    try (Connection connection = Postgres.begin()) {
      for (String table : List.of("outbox_event", "organization")) {
        change(connection, "ALTER TABLE {schema}." + table + " ADD COLUMN later text DEFAULT ''");
      }
      change(connection, "UPDATE {schema}.installation SET schema_version = schema_version + 1");
      new Outbox(OPTIONS).appendBatch(connection, Collections.nCopies(size, EVENT));
      new Outbox(OPTIONS.withPendingLimits())
          .appendBatch(connection, Collections.nCopies(size, EVENT));
      assertThat(StoredRow.all(connection, SCHEMA)).hasSize(2 * size);
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2_500})
  void anAppendThatNeedsWhatIsMissingFailsAndNamesTheCommand(int size) throws SQLException {
    try (Connection connection = Postgres.begin()) {
      change(connection, "ALTER TABLE {schema}.outbox_event DROP COLUMN headers");
      assertThatExceptionOfType(OutboxSchemaException.class)
          .isThrownBy(
              () -> new Outbox(OPTIONS).appendBatch(connection, Collections.nCopies(size, EVENT)))
          .withMessageContaining("older than this version needs")
          .withMessageContaining("signalbox migrate");
      connection.rollback();
    }
  }

  private static void change(Connection connection, String sql) throws SQLException {
    Postgres.execute(connection, SCHEMA.in(sql));
  }
}
