package dev.signalbox.bench.cost;

import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.bench.relay.RelaySettings;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.bench.stub.StubCounts;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Takes lots through append, delivery and settlement, and counts what the database had to do. */
final class LotCourse implements Course {

  static final String STATEMENTS = "statements/event";
  static final String WAL = "WAL bytes/event";
  static final String DEAD = "dead row versions/event";
  static final String HOT = "% of updates HOT";
  static final String POSTS = "POSTs/event";
  static final String CONNECTIONS = "connections opened to Svix";

  private final Supplier<PostgresDatabase> databases;
  private final TemporalService temporal;
  private final Stub stub;
  private final Lots lots;

  /**
   * Starts nothing yet.
   *
   * @param stub takes the place of Svix
   */
  LotCourse(Supplier<PostgresDatabase> databases, TemporalService temporal, Stub stub, Lots lots) {
    this.databases = databases;
    this.temporal = temporal;
    this.stub = stub;
    this.lots = lots;
  }

  @Override
  public void prepare() {}

  @Override
  public Map<String, Double> run() throws Exception {
    PostgresDatabase database = databases.get();
    double statements;
    double wal;
    StubCounts before = stub.counts();
    try (RelayRig rig = new RelayRig(database, temporal, stub.url(), Stub.TOKEN, settings())) {
      Messages messages = new Messages(lots.payloadBytes());
      takeOne(rig, messages);
      long statementsBefore = rig.counter().statements();
      long walBefore = DatabaseCounts.read(database.dataSource()).wal();
      takeAll(rig, messages);
      statements = rig.counter().statements() - statementsBefore;
      wal = DatabaseCounts.read(database.dataSource()).wal() - walBefore;
    }
    StubCounts sent = stub.counts().since(before);
    Map<String, Double> figures =
        new HashMap<>(figures(lots, statements, wal, DatabaseCounts.read(database.dataSource())));
    figures.put(POSTS, (double) sent.messages() / (lots.events() + lots.size()));
    figures.put(CONNECTIONS, (double) sent.connections());
    return figures;
  }

  /**
   * What was counted, per event.
   *
   * @param statements of the lots without the first
   * @param wal bytes of the lots without the first
   * @param all of all lots
   */
  static Map<String, Double> figures(Lots lots, double statements, double wal, DatabaseCounts all) {
    double allEvents = lots.events() + lots.size();
    return Map.of(
        STATEMENTS, statements / lots.events(),
        WAL, wal / lots.events(),
        DEAD, all.dead() / allEvents,
        HOT, all.updates() == 0 ? 100.0 : 100.0 * all.hotUpdates() / all.updates());
  }

  private void takeAll(RelayRig rig, Messages messages) throws SQLException {
    if (lots.asleep()) {
      for (int i = 0; i < lots.count(); i++) {
        takeOne(rig, messages);
      }
    } else {
      for (int i = 0; i < lots.count(); i++) {
        rig.append(lots.next(messages));
      }
      rig.signal(Lots.ORGANIZATION);
      awaitEnd(rig);
    }
  }

  private void takeOne(RelayRig rig, Messages messages) throws SQLException {
    rig.appendAndSignal(lots.next(messages));
    awaitEnd(rig);
  }

  private static void awaitEnd(RelayRig rig) throws SQLException {
    rig.awaitDelivered();
    rig.awaitRest(Lots.ORGANIZATION);
  }

  /** Without what goes by time instead of by events: linger and sweep. */
  private static StepSettings settings() {
    return RelaySettings.withoutSweep(StepSettings.DEFAULT.drain().batchRows(), Duration.ZERO);
  }
}
