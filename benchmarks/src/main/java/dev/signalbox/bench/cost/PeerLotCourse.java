package dev.signalbox.bench.cost;

import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.peer.Delivery;
import dev.signalbox.bench.peer.PeerKind;
import dev.signalbox.bench.peer.RunningPeer;
import dev.signalbox.bench.relay.CountingDataSource;
import dev.signalbox.bench.relay.StatementCounter;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.util.Map;
import java.util.function.Supplier;

/** Takes lots through a peer, and counts what the database had to do. */
final class PeerLotCourse implements Course {

  private final Supplier<PostgresDatabase> databases;
  private final PeerKind kind;
  private final Delivery delivery;
  private final Lots lots;

  PeerLotCourse(Supplier<PostgresDatabase> databases, PeerKind kind, Delivery delivery, Lots lots) {
    this.databases = databases;
    this.kind = kind;
    this.delivery = delivery;
    this.lots = lots;
  }

  @Override
  public void prepare() {}

  @Override
  public Map<String, Double> run() throws Exception {
    PostgresDatabase database = databases.get();
    StatementCounter counter = new StatementCounter();
    double statements;
    double wal;
    try (RunningPeer peer =
        new RunningPeer(
            database, kind, delivery, source -> new CountingDataSource(source, counter))) {
      Messages messages = new Messages(lots.payloadBytes());
      peer.start();
      peer.append(lots.messages(messages));
      peer.awaitDelivered(lots.size());
      long statementsBefore = counter.statements();
      long walBefore = DatabaseCounts.read(database.dataSource()).wal();
      takeAll(peer, messages);
      statements = counter.statements() - statementsBefore;
      wal = DatabaseCounts.read(database.dataSource()).wal() - walBefore;
    }
    return LotCourse.figures(lots, statements, wal, DatabaseCounts.read(database.dataSource()));
  }

  private void takeAll(RunningPeer peer, Messages messages) throws Exception {
    if (!lots.asleep()) {
      peer.stop();
    }
    for (int i = 1; i <= lots.count(); i++) {
      peer.append(lots.messages(messages));
      if (lots.asleep()) {
        peer.awaitDelivered((long) (i + 1) * lots.size());
      }
    }
    if (!lots.asleep()) {
      peer.start();
      peer.awaitDelivered((long) (lots.count() + 1) * lots.size());
    }
    peer.stop();
  }
}
