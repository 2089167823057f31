package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The statement that takes the lease waits for somebody, and is older than what he commits. */
class WaitingTakeIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final String RENEW =
      "UPDATE signalbox.relay_lease SET draining_until = now() WHERE organization_id = ?";

  private static final String BURY_AND_PARK =
      """
      WITH gone AS (DELETE FROM signalbox.outbox_event WHERE event_id = ? RETURNING *)
      INSERT INTO signalbox.dead_letter
        (id, event_id, appended_at, attempts, payload_version, organization_id, event_type,
         ordering_key, payload, parked, reason)
      SELECT id, event_id, appended_at, 1, payload_version, organization_id, event_type,
        ordering_key, payload, true, 'by hand'
      FROM gone
      """;

  private static final String REST =
      "UPDATE signalbox.relay_lease SET quiet_until = 'infinity' WHERE organization_id = ?";

  private static final String PAUSE =
      "UPDATE signalbox.organization SET state = 'paused' WHERE organization_id = ?";

  /** For longer than a statement counts as one that has not waited. */
  private static final String IS_WAITED_FOR =
      """
      SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE ? = ANY (pg_blocking_pids(pid)) AND clock_timestamp() - query_start > interval '60 ms')
      """;

  /** What is committed while the statement waits. */
  @FunctionalInterface
  private interface Change {
    void in(Connection connection) throws SQLException;
  }

  private final FakeDestination destination = new FakeDestination();
  private SliceBench bench;
  private DrainSliceComponent relay;

  @BeforeEach
  void drainOnce() throws Exception {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
    bench.update(
        "INSERT INTO signalbox.organization (organization_id, dead_key_policy) VALUES (?, 'park')",
        bench.organization.value());
    relay = bench.relay(destination);
    bench.drainAll(relay); // so that there is a lease
  }

  @Test
  void aKeyThatTheLastHolderParksIsParked() throws Exception {
    UUID dead = bench.append("key", "{\"n\":1}");
    bench.append("key", "{\"n\":2}");

    drainWhile(
        connection -> {
          execute(connection, RENEW, bench.organization.value());
          execute(connection, BURY_AND_PARK, dead);
        });

    assertThat(destination.storedIds()).isEmpty();
  }

  /** The trigger on the row ends the rest, and so changes the lease. */
  @Test
  void aPauseIsObeyed() throws Exception {
    bench.append(1);
    bench.update(REST, bench.organization.value());

    SliceResult result =
        drainWhile(connection -> execute(connection, PAUSE, bench.organization.value()));

    assertThat(result.stopped()).isEqualTo("paused");
    assertThat(destination.storedIds()).isEmpty();
  }

  private SliceResult drainWhile(Change change) throws Exception {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection()) {
      connection.setAutoCommit(false);
      int backend = backend(connection);
      change.in(connection);
      CompletableFuture<SliceResult> slice =
          CompletableFuture.supplyAsync(this::drainAll, Thread.ofVirtual()::start);
      awaitWaiting(backend, slice);
      connection.commit();
      return slice.get();
    }
  }

  private SliceResult drainAll() {
    try {
      return bench.drainAll(relay);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitWaiting(int backend, CompletableFuture<SliceResult> slice)
      throws SQLException {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(IS_WAITED_FOR)) {
      statement.setInt(1, backend);
      for (boolean waited = false; !waited; ) {
        assertThat(slice.isDone()).as("slice that did not wait").isFalse();
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          waited = row.getBoolean(1);
        }
      }
    }
  }

  private static int backend(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_backend_pid()");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void execute(Connection connection, String sql, Object parameter)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, parameter);
      statement.executeUpdate();
    }
  }
}
