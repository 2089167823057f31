package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.signal.SimulatedProducerFlag;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Append, flag, slices and their settlements where each transaction may get another server. */
class PgBouncerIT {

  private static final int ORGANIZATIONS = 6;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  @TempDir static Path directory;

  private static PgBouncer bouncer;
  private static HikariDataSource pool;

  @BeforeAll
  static void start() throws Exception {
    var program = PgBouncer.program();
    assumeTrue(program.isPresent(), "No program \"pgbouncer\" is on the PATH or in /usr/sbin.");
    PGSimpleDataSource server = (PGSimpleDataSource) SIGNALBOX.database().dataSource();
    bouncer = PgBouncer.start(program.orElseThrow(), server, directory);
    HikariConfig config = new HikariConfig(); // as the worker's own
    config.setDataSource(bouncer.through(server));
    config.setMaximumPoolSize(12);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    pool = new HikariDataSource(config);
  }

  @AfterAll
  static void stop() {
    if (pool != null) {
      pool.close();
    }
    if (bouncer != null) {
      bouncer.close();
    }
  }

  @Test
  void whatManyAppendAtOnceIsDeliveredAndSettled() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < ORGANIZATIONS; i++) {
        all.add(executor.submit(PgBouncerIT::appendAndDrain));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  /** One by one, unnested and copied; one event dies, the others are accepted. */
  private static long appendAndDrain() throws Exception {
    SliceBench bench = new SliceBench(pool);
    OutboxTransaction transaction = new OutboxTransaction(pool, new Outbox(), organizations -> {});
    List<String> ids = new ArrayList<>();
    for (int batch : new int[] {1, 1, 50, 2_500}) {
      transaction
          .run(t -> t.appendBatch(events(bench, batch)))
          .forEach(id -> ids.add(id.toString()));
    }
    assertThat(bench.pending()).isEqualTo(ids.size());
    FakeDestination destination =
        new FakeDestination(
            event ->
                event.eventId().toString().equals(ids.get(0))
                    ? new DeliveryOutcome.Rejected(400, "refused", "")
                    : FakeDestination.accepted());
    SimulatedProducerFlag flag = new SimulatedProducerFlag(pool);

    SliceResult result =
        bench.drainAll(
            bench.relay(
                destination, SliceBench.settings(Duration.ZERO, 500, 4 << 20, SliceBench.LATER)));

    assertThat(result.stopped()).isEmpty();
    assertThat(destination.storedIds().stream().map(Object::toString))
        .containsExactlyInAnyOrderElementsOf(ids.subList(1, ids.size()));
    assertThat(bench.pending()).isZero();
    assertThat(bench.logged()).isEqualTo(ids.size() - 1L);
    assertThat(flag.isSuppressed(bench.organization)).isFalse();
    return ids.size();
  }

  @Test
  void aTransactionThatIsRolledBackLeavesNothing() throws Exception {
    SliceBench bench = new SliceBench(pool);
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      var unused = new Outbox().appendBatch(connection, events(bench, 10));
      connection.rollback();
      connection.setAutoCommit(true);
    }
    assertThat(bench.pending()).isZero();
  }

  private static List<OutboxEvent> events(SliceBench bench, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> OutboxEvent.of(bench.organization, "bench.made", "{\"n\":" + i + "}"))
        .toList();
  }
}
