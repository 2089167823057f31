package dev.signalbox.bench.backlog;

import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.bench.relay.RelaySettings;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.migrations.Migrations;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Lets a slice drain lots of one organization to a destination that accepts at once. The time of a
 * lot is the one between the first event of one and the first event of the next, so it holds one
 * read and one settlement as a slice does them, and neither wake nor end.
 */
final class LotsCourse implements Course {

  static final String MILLIS = "ms/lot of 100";
  static final String BLOCKS = "blocks/lot of 100";
  static final int LOT = 100;
  static final int LOTS = 52;

  /** Taken on connections that are new; they do not count for the time. */
  static final int FIRST_LOTS = 2;

  private static final String ORGANIZATION = "measured";
  private static final int PAYLOAD_BYTES = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PostgresDatabase database;
  private final TemporalService temporal;
  private final InstantDestination destination = new InstantDestination();
  private @Nullable RelayRig rig;
  private double blocksBefore;

  /**
   * Makes the tables.
   *
   * @param database stays the caller's
   */
  LotsCourse(PostgresDatabase database, TemporalService temporal) {
    this.database = database;
    this.temporal = temporal;
    new Migrations(database.dataSource(), SchemaName.DEFAULT.value()).migrate();
  }

  @Override
  public void prepare() throws SQLException {
    close();
    append();
    Outboxes.execute(
        database.dataSource(),
        "UPDATE signalbox.installation SET source = NULL", // each rig has one of its own
        "VACUUM (ANALYZE) signalbox.outbox_event",
        "CHECKPOINT");
    blocksBefore = Outboxes.blocks(database.dataSource());
    rig =
        new RelayRig(
            database, temporal, destination, RelaySettings.withoutSweep(LOT, Duration.ZERO));
  }

  @Override
  public Map<String, Double> run() throws SQLException {
    RelayRig prepared = rig;
    if (prepared == null) {
      throw new IllegalStateException("A round is prepared first.");
    }
    AtomicLongArray begun = drain(prepared);
    close(); // a session that has ended has told all that it did
    double blocks = Outboxes.blocks(database.dataSource()) - blocksBefore;
    double nanos = begun.get(LOTS - 1) - begun.get(FIRST_LOTS);
    return Map.of(MILLIS, nanos / 1e6 / (LOTS - 1 - FIRST_LOTS), BLOCKS, blocks / LOTS);
  }

  /** On connections that end at once, so that none of their blocks are counted late. */
  private void append() throws SQLException {
    Messages messages = new Messages(PAYLOAD_BYTES);
    List<OutboxEvent> events =
        messages.of(ORGANIZATION, LOTS * LOT).stream()
            .map(message -> OutboxEvent.of(ORGANIZATION, message.type(), message.payload()))
            .toList();
    new OutboxTransaction(database.dataSource(), new Outbox(), woken -> {})
        .run(transaction -> transaction.appendBatch(events));
  }

  /** When the first event of each lot came. */
  private AtomicLongArray drain(RelayRig prepared) {
    AtomicLongArray begun = new AtomicLongArray(LOTS);
    AtomicInteger events = new AtomicInteger();
    destination.tell(
        event -> {
          int number = events.getAndIncrement();
          if (number % LOT == 0 && number / LOT < LOTS) {
            begun.set(number / LOT, System.nanoTime());
          }
        });
    prepared.signal(ORGANIZATION);
    InstantDestination.await(() -> events.get() >= LOTS * LOT, PATIENCE);
    prepared.awaitRest(ORGANIZATION);
    return begun;
  }

  @Override
  public void close() {
    if (rig != null) {
      rig.close();
      rig = null;
    }
  }
}
