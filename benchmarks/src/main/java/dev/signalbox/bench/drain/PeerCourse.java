package dev.signalbox.bench.drain;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.peer.Delivery;
import dev.signalbox.bench.peer.PeerKind;
import dev.signalbox.bench.peer.RunningPeer;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A peer that finds a backlog and delivers it: from its start to the last settlement. */
final class PeerCourse implements Course {

  private final Supplier<PostgresDatabase> databases;
  private final PeerKind kind;
  private final Delivery delivery;
  private final Backlog backlog;
  private @Nullable RunningPeer peer;

  PeerCourse(
      Supplier<PostgresDatabase> databases, PeerKind kind, Delivery delivery, Backlog backlog) {
    this.databases = databases;
    this.kind = kind;
    this.delivery = delivery;
    this.backlog = backlog;
  }

  @Override
  public void prepare() throws Exception {
    RunningPeer prepared = peer;
    if (prepared == null) {
      prepared = new RunningPeer(databases.get(), kind, delivery, UnaryOperator.identity());
      peer = prepared;
    }
    prepared.empty();
    for (List<Message> lot : backlog.lots()) {
      prepared.append(lot);
    }
    prepared.checkpoint();
  }

  @Override
  public Map<String, Double> run() throws Exception {
    RunningPeer prepared = peer;
    if (prepared == null) {
      throw new IllegalStateException("A round is prepared first.");
    }
    try {
      Figures figures = new Figures();
      prepared.start();
      prepared.awaitDelivered(backlog.events());
      Map<String, Double> measured = figures.of(backlog.events());
      prepared.stop();
      return measured;
    } catch (Exception e) { // what is left of this round must not reach the next one
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (peer != null) {
      peer.close();
      peer = null;
    }
  }
}
