package dev.signalbox.relay.crash;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.signalbox.relay.crash.Moment.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * A process as the outside knows it: whatever it does out there passes here, and nothing does any
 * more once it is dead. One that is frozen stands still until it is thawed, and is a zombie then.
 */
final class MortalProcess {

  private enum State {
    ALIVE,
    FROZEN,
    DEAD
  }

  /** Something that a process does to the outside. */
  interface Effect<T> {
    T take() throws Throwable;
  }

  private final String name;
  private final Fate fate;

  @GuardedBy("this")
  private final Map<String, Integer> occurrences = new HashMap<>();

  @GuardedBy("this")
  private final List<Connection> connections = new ArrayList<>();

  @GuardedBy("this")
  private State state = State.ALIVE;

  MortalProcess(String name, Fate fate) {
    this.name = name;
    this.fate = fate;
  }

  /** Does something outside, unless the process dies before it; its result is lost after it. */
  <T> T act(String boundary, Effect<T> effect) throws Throwable {
    int occurrence = count(boundary);
    pass(new Moment(boundary, occurrence, Side.BEFORE));
    T result = effect.take();
    pass(new Moment(boundary, occurrence, Side.AFTER));
    return result;
  }

  synchronized int count(String boundary) {
    return occurrences.merge(boundary, 1, Integer::sum);
  }

  /** Comes to a moment. */
  void pass(Moment moment) {
    checkAlive();
    fate.at(this, moment);
    checkAlive();
  }

  /** Something outside has come to a moment that concerns the process, which does not wait. */
  void happens(String boundary, Side side) {
    if (isActing()) {
      int occurrence = side == Side.BEFORE ? count(boundary) : counted(boundary);
      fate.at(this, new Moment(boundary, occurrence, side));
    }
  }

  private synchronized int counted(String boundary) {
    return occurrences.getOrDefault(boundary, 0);
  }

  /** Waits while it is frozen. */
  synchronized void checkAlive() {
    while (state == State.FROZEN) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Killed();
      }
    }
    if (state == State.DEAD) {
      throw new Killed();
    }
  }

  synchronized boolean isDead() {
    return state == State.DEAD;
  }

  private synchronized boolean isActing() {
    return state == State.ALIVE;
  }

  /** Ends it, and with it its connections. */
  synchronized void kill() {
    state = State.DEAD;
    notifyAll();
    for (Connection connection : connections) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        throw new IllegalStateException("A connection cannot be cut.", e);
      }
    }
    connections.clear();
  }

  /** Stops it where it stands; its connections stay. */
  synchronized void freeze() {
    state = State.FROZEN;
  }

  /** Lets it go on where it stands. */
  synchronized void thaw() {
    if (state == State.FROZEN) {
      state = State.ALIVE;
      notifyAll();
    }
  }

  synchronized Connection open(Connection connection) {
    checkAlive();
    connections.add(connection);
    return connection;
  }

  /** The server's processes that serve it. */
  synchronized List<Integer> backends() throws SQLException {
    List<Integer> backends = new ArrayList<>();
    for (Connection connection : connections) {
      backends.add(connection.unwrap(PGConnection.class).getBackendPID());
    }
    return backends;
  }

  @Override
  public String toString() {
    return name;
  }
}
