package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that plans each statement once for all parameters, and one that plans each anew. */
class GenericPlanIT {

  private static final int OTHERS = 50_000;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  /** Accepted, dead and postponed events, two thousand of them, among many of others. */
  @ParameterizedTest
  @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
  void aWholeDrainReadsNoTableFromEndToEnd(String mode) throws Exception {
    SliceBench bench = new SliceBench(SIGNALBOX.database().dataSource());
    fillWithOthers(bench);
    Scans before = scans();
    try (HikariDataSource pool = pool(mode)) {
      List<UUID> ids = append(pool, bench, 600);
      List<UUID> seen = new ArrayList<>();
      FakeDestination destination =
          new FakeDestination(
              event ->
                  switch (ids.indexOf(event.eventId()) % 20) {
                    case 7 -> new DeliveryOutcome.Rejected(400, "refused", "");
                    case 9 ->
                        addOnce(seen, event.eventId())
                            ? new DeliveryOutcome.Failed("answered 500")
                            : FakeDestination.accepted();
                    default -> FakeDestination.accepted();
                  });
      SliceBench pooled = new SliceBench(pool, bench.organization.value());

      SliceResult result =
          pooled.drainAll(
              pooled.relay(
                  destination, SliceBench.settings(Duration.ZERO, 50, 4 << 20, SliceBench.LATER)));

      assertThat(result.stopped()).isEmpty();
      assertThat(destination.storedIds()).hasSize(540);
      assertThat(bench.pending()).isEqualTo(30);
      assertThat(bench.logged()).isEqualTo(540);
    }
    // a server process tells what it has scanned at its end at the latest
    Scans after = awaitDeletes(before.deletes() + 570);
    assertThat(after.outbox()).as("scans of the whole outbox").isEqualTo(before.outbox());
    assertThat(after.letters()).as("scans of all dead letters").isEqualTo(before.letters());
  }

  @Test
  void theTestSeesAScanOfTheWholeTable() throws Exception {
    SliceBench bench = new SliceBench(SIGNALBOX.database().dataSource());
    fillWithOthers(bench);
    Scans before = scans();
    bench.update(
        "WITH letters AS (DELETE FROM signalbox.dead_letter WHERE event_type = ?)"
            + " DELETE FROM signalbox.outbox_event WHERE event_type = ?",
        "other.made",
        "other.made");
    Scans after = awaitDeletes(before.deletes() + 1);
    assertThat(after.outbox()).isGreaterThan(before.outbox());
    assertThat(after.letters()).isGreaterThan(before.letters());
  }

  private static synchronized boolean addOnce(List<UUID> seen, UUID id) {
    return !seen.contains(id) && seen.add(id);
  }

  private static void fillWithOthers(SliceBench bench) throws SQLException {
    bench.update(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
            + " SELECT gen_random_uuid(), 'other ' || n % 100, 'other.made', '{}'"
            + " FROM generate_series(1, ?) AS n",
        OTHERS);
    bench.update(
        "INSERT INTO signalbox.dead_letter (id, event_id, appended_at, attempts, payload_version,"
            + " organization_id, event_type, ordering_key, payload, parked, reason)"
            + " SELECT n, gen_random_uuid(), now(), 1, 1, 'other ' || n % 100, 'other.made',"
            + " 'key ' || n, '{}', n % 2 = 0, 'refused' FROM generate_series(1, ?) AS n",
        OTHERS);
    bench.update("ANALYZE signalbox.outbox_event, signalbox.dead_letter");
  }

  private static List<UUID> append(HikariDataSource pool, SliceBench bench, int events)
      throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < events; i++) {
        OutboxEvent event = OutboxEvent.of(bench.organization, "bench.made", "{\"n\":" + i + "}");
        ids.add(
            UUID.fromString(
                new Outbox()
                    .append(connection, i % 3 == 0 ? event.withOrderingKey("k" + i) : event)
                    .toString()));
      }
      connection.commit();
    }
    return ids;
  }

  private static HikariDataSource pool(String mode) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(SIGNALBOX.database().jdbcUrl());
    config.setUsername(SIGNALBOX.database().user());
    config.setPassword(SIGNALBOX.database().password());
    config.setMaximumPoolSize(4);
    config.addDataSourceProperty("prepareThreshold", 1);
    config.addDataSourceProperty("options", "-c plan_cache_mode=" + mode);
    return new HikariDataSource(config);
  }

  /** What the server has counted for outbox and dead letters. */
  private record Scans(long outbox, long deletes, long letters) {}

  private static Scans awaitDeletes(long deletes) throws SQLException {
    Scans scans = scans();
    while (scans.deletes() < deletes) {
      scans = scans();
    }
    return scans;
  }

  private static Scans scans() throws SQLException {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT outbox.seq_scan, outbox.n_tup_del, letters.seq_scan
                FROM pg_stat_user_tables AS outbox, pg_stat_user_tables AS letters
                WHERE outbox.relname = 'outbox_event' AND letters.relname = 'dead_letter'
                """);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Scans(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }
}
