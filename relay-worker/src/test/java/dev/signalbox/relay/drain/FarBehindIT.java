package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commits late and farther behind than late looks go is found when the linger ends. */
class FarBehindIT {

  private static final String APPEND =
      """
      INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, ordering_key, payload)
      VALUES (gen_random_uuid(), ?, 'bench.made', ?, '{}')
      """;

  private static final String USE_UP =
      """
      SELECT count(nextval(pg_get_serial_sequence('signalbox.outbox_event', 'id')))
      FROM generate_series(1, ?)
      """;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final DataSource dataSource = SIGNALBOX.database().dataSource();

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "key")
  void itIsDelivered(@Nullable String key) throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    AtomicBoolean committed = new AtomicBoolean();
    try (Connection late = dataSource.getConnection()) {
      late.setAutoCommit(false);
      append(late, bench, key);
      useUpIds();
      bench.append(key, "{}");
      FakeDestination destination =
          new FakeDestination(
              event -> {
                if (committed.compareAndSet(false, true)) {
                  commit(late);
                }
                return FakeDestination.accepted();
              });

      bench.drainAll(
          bench.relay(
              destination,
              SliceBench.settings(Duration.ofMillis(200), 10, 4 << 20, SliceBench.LATER)));

      assertThat(destination.storedIds()).hasSize(2);
      assertThat(bench.pending()).isZero();
    }
  }

  private static void append(Connection connection, SliceBench bench, @Nullable String key)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
      statement.setString(1, bench.organization.value());
      statement.setString(2, key);
      statement.executeUpdate();
    }
  }

  private void useUpIds() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(USE_UP)) {
      statement.setLong(1, ReadCursor.LAG_IDS + 10);
      statement.execute();
    }
  }

  private static void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
