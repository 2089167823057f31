package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.config.DatabaseSettings;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.process.ConnectionPool;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was planned while the outbox was nearly empty must not be done once it is full. */
class GrowingOutboxIT {

  private static final int BACKLOG = 100_000;

  private static final int FLOOD = 20_000;

  /** As often as it takes the driver and the server to keep a plan. */
  private static final int OFTEN = 15;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final HikariDataSource pool = ConnectionPool.open(settings(SIGNALBOX.database()));
  private final SliceBench bench = new SliceBench(pool);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void noStatementReadsTheWholeTable() throws Exception {
    DrainSliceComponent relay = bench.relay(new FakeDestination());
    bench.update(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
            + " SELECT gen_random_uuid(), 'small', 'bench.made', '{}' FROM generate_series(1, 20)");
    bench.update("VACUUM ANALYZE signalbox.outbox_event");
    deliver(relay);
    bench.update(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
            + " SELECT gen_random_uuid(), 'large', 'bench.made', '{}' FROM generate_series(1, ?)",
        BACKLOG);
    long before = rowsReadInSequence();

    deliver(relay);

    assertThat(rowsReadInSequence() - before).isLessThan(BACKLOG);
    assertThat(bench.logged()).isEqualTo(2 * OFTEN);
  }

  /** Of many organizations most have two rows, so that the planner expects no more of any. */
  @Test
  void aSettlementReadsItsOwnRowsHoweverManyItsOrganizationHas() throws Exception {
    bench.update(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
            + " SELECT gen_random_uuid(), 'small-' || n / 2, 'bench.made', '{}'"
            + " FROM generate_series(1, 10000) AS n WHERE ? <> ''",
        bench.organization.value());
    bench.update(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
            + " SELECT gen_random_uuid(), ?, 'bench.made', n::text FROM generate_series(1, ?) AS n",
        bench.organization.value(),
        FLOOD);
    bench.update("VACUUM ANALYZE signalbox.outbox_event");
    bench.update(
        "INSERT INTO signalbox.organization (organization_id, in_flight_limit) VALUES (?, 1)",
        bench.organization.value());
    AtomicReference<DrainSliceComponent> relay = new AtomicReference<>();
    FakeDestination destination =
        new FakeDestination(
            event ->
                switch (Integer.parseInt(event.payload()) % 10) {
                  case 3 -> new DeliveryOutcome.Rejected(400, "refused", "");
                  case 7 -> new DeliveryOutcome.Failed("answered 500");
                  case 0 -> {
                    relay.get().stop().request();
                    yield FakeDestination.accepted();
                  }
                  default -> FakeDestination.accepted();
                });
    relay.set(bench.relay(destination));
    long before = rowsRead();

    bench.drain(relay.get(), "run", 1, 1);

    assertThat(rowsRead() - before).isLessThan(FLOOD);
    assertThat(destination.calls()).isEqualTo(10);
    assertThat(bench.pending()).isEqualTo(FLOOD - 9);
  }

  /** By any of its indexes and in sequence. */
  private long rowsRead() throws SQLException {
    bench.text("SELECT pg_stat_force_next_flush()::text || ?");
    return bench.number(
        "SELECT seq_tup_read + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes AS i"
            + " WHERE i.relid = t.relid) FROM pg_stat_user_tables AS t"
            + " WHERE relid = 'signalbox.outbox_event'::regclass AND ? <> ''");
  }

  private void deliver(DrainSliceComponent relay) throws Exception {
    for (int i = 0; i < OFTEN; i++) {
      bench.append("key", "{}");
      bench.drainAll(relay);
    }
  }

  /** The pool's one connection, whose counters are flushed as soon as they are asked for. */
  private long rowsReadInSequence() throws SQLException {
    bench.text("SELECT pg_stat_force_next_flush()::text || ?");
    return bench.number(
        "SELECT seq_tup_read FROM pg_stat_user_tables"
            + " WHERE relid = 'signalbox.outbox_event'::regclass AND ? <> ''");
  }

  private static DatabaseSettings settings(PostgresDatabase database) {
    return new DatabaseSettings(
        database.jdbcUrl(),
        database.user(),
        database.password(),
        SchemaName.DEFAULT,
        Source.DEFAULT,
        1,
        Duration.ofSeconds(30));
  }
}
