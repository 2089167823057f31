package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.config.DatabaseSettings;
import dev.signalbox.relay.process.ConnectionPool;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was planned while the outbox was nearly empty must not be done once it is full. */
class GrowingOutboxIT {

  private static final int BACKLOG = 100_000;

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
