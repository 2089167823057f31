package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.watch.WatchSettings;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A large backlog behind one postponed event costs many small statements, never a large one. */
class BlockedBacklogIT {

  private static final int BACKLOG = 200_000;
  private static final int SCAN_ROWS = 5_000;
  private static final int BATCH_ROWS = DrainSettings.DEFAULT.batchRows();
  private static final Pattern INDEX_ROWS =
      Pattern.compile("using (\\w+) on outbox_event.*?actual rows=([0-9.]+) loops=([0-9]+)");

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private SliceBench bench;

  @BeforeEach
  void block() throws SQLException {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
    bench.update(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, ordering_key,"
            + " payload, next_attempt_at) SELECT gen_random_uuid(), ?, 'bench.made', 'blocked',"
            + " '{}', CASE WHEN n = 1 THEN now() + interval '1 hour' END"
            + " FROM generate_series(1, ?) AS n",
        bench.organization.value(),
        BACKLOG);
  }

  @Test
  void whatStandsBehindItIsDelivered() throws Exception {
    UUID keyless = bench.append(null, "{\"n\":1}");
    UUID keyed = bench.append("another key", "{\"n\":2}");
    FakeDestination destination = new FakeDestination();

    SliceResult result = bench.drainAll(relay(destination, Duration.ofMinutes(5)));

    assertThat(destination.storedIds()).containsExactlyInAnyOrder(keyless, keyed);
    assertThat(result.nextDueMillis()).isBetween(1L, Duration.ofHours(1).toMillis());
    assertThat(bench.pending()).isEqualTo(BACKLOG);
  }

  @Test
  void aSliceThatGetsNowhereInItsTimeLooksAgainWithinAMinute() throws Exception {
    bench.append(1);
    SliceResult result =
        bench.drain(relay(new FakeDestination(), Duration.ofNanos(1)), "run", 1, 1);

    assertThat(result.more()).isFalse();
    assertThat(result.stopped()).isEmpty();
    assertThat(result.nextDueMillis()).isBetween(1L, Duration.ofMinutes(1).toMillis());
    assertThat(
            bench.text(
                "SELECT finished AND draining_until IS NULL FROM signalbox.relay_lease"
                    + " WHERE organization_id = ?"))
        .isEqualTo("t");
  }

  @Test
  void theSearchForLateRowsEndsWithTheSlicesTime() throws Exception {
    OutboxReader reader = relay(new FakeDestination(), Duration.ofMinutes(5)).reader();
    long first =
        bench.number("SELECT min(id) FROM signalbox.outbox_event WHERE organization_id = ?");
    long last = first + BACKLOG;

    assertThat(overtaken(reader, last, () -> true)).isEmpty();
    assertThat(overtaken(reader, last, () -> false)).contains(Map.of("blocked", first));
  }

  private Optional<Map<String, Long>> overtaken(
      OutboxReader reader, long last, BooleanSupplier over) throws SQLException {
    return reader.overtaken(bench.organization, last, Set.of("blocked"), List.of(), over);
  }

  /** Rows of many other organizations follow, which a walk of the primary key would read. */
  @Test
  void noStatementScansMoreRowsThanItMay() throws Exception {
    bench.update(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
            + " SELECT gen_random_uuid(), 'other ' || n % 10, 'bench.made', '{}'"
            + " FROM generate_series(1, 100000) AS n");
    long last =
        bench.number("SELECT max(id) FROM signalbox.outbox_event WHERE organization_id = ?");
    for (boolean analyzed : new boolean[] {false, true}) {
      if (analyzed) {
        bench.update("ANALYZE signalbox.outbox_event");
      }
      for (long after : new long[] {0, last - BACKLOG / 2, last}) {
        for (String mode : new String[] {"force_generic_plan", "force_custom_plan"}) {
          assertThat(scanned(mode, OutboxReader.READ_PAGE, page -> bindWide(page, after)))
              .as("analyzed %s, after %d, %s", analyzed, after, mode)
              .isNotEmpty()
              .allSatisfy(rows -> assertThat(rows).isLessThanOrEqualTo(SCAN_ROWS));
          assertThat(scanned(mode, PlainPage.READ, page -> bindPlain(page, after)))
              .as("plain, analyzed %s, after %d, %s", analyzed, after, mode)
              .isNotEmpty()
              .allSatisfy(rows -> assertThat(rows).isLessThanOrEqualTo(BATCH_ROWS + 1));
        }
      }
    }
  }

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  private interface Binding {
    void bind(PreparedStatement page) throws SQLException;
  }

  private void bindWide(PreparedStatement page, long after) throws SQLException {
    OutboxReader.bind(
        page, bench.organization, after, new String[] {"blocked"}, SCAN_ROWS, BATCH_ROWS, 4 << 20);
  }

  private void bindPlain(PreparedStatement page, long after) throws SQLException {
    PlainPage.bind(page, bench.organization, after, BATCH_ROWS, 4 << 20);
  }

  /** How many rows each scan of a page met, by what the database tells of its plan. */
  private static List<Double> scanned(String planMode, String page, Binding binding)
      throws SQLException {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SET plan_cache_mode = " + planMode);
      statement.execute("SET max_parallel_workers_per_gather = 0");
      try (PreparedStatement explain =
          connection.prepareStatement(
              "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) "
                  + SchemaName.DEFAULT.in(page))) {
        binding.bind(explain);
        List<Double> rows = new ArrayList<>();
        try (ResultSet line = explain.executeQuery()) {
          while (line.next()) {
            String text = line.getString(1);
            assertThat(text).doesNotContain("Seq Scan", "Bitmap", "Rows Removed by Index Recheck");
            Matcher scan = INDEX_ROWS.matcher(text);
            if (scan.find()) {
              rows.add(Double.parseDouble(scan.group(2)) * Long.parseLong(scan.group(3)));
            }
            if (text.contains("using outbox_event_pkey")) {
              assertThat(text).contains("whole"); // one row by its id
            }
          }
        }
        return rows;
      }
    }
  }

  private DrainSliceComponent relay(FakeDestination destination, Duration sliceTime) {
    return bench.relay(
        destination,
        new StepSettings(
            LeaseSettings.DEFAULT,
            OrganizationSettings.DEFAULT,
            new DrainSettings(
                sliceTime, sliceTime, Duration.ZERO, BATCH_ROWS, SCAN_ROWS, 4 << 20, 128 << 20, 8),
            DeliverySettings.DEFAULT,
            SliceBench.LATER,
            WatchSettings.DEFAULT,
            new SweepSettings(Duration.ofHours(1), Duration.ZERO, 100)));
  }
}
