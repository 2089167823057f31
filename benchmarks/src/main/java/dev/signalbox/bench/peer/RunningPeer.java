package dev.signalbox.bench.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.append.Message;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A peer on a database of its own. Used by one thread. */
public final class RunningPeer implements AutoCloseable {

  private static final int CONNECTIONS = 24;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(2);

  private final PostgresDatabase database;
  private final Delivery delivery;
  private final Peer peer;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * Opens it.
   *
   * @param database an empty one, which stays the caller's
   * @param connections what is done to the connections, as counting what goes over them
   */
  public RunningPeer(
      PostgresDatabase database,
      PeerKind kind,
      Delivery delivery,
      UnaryOperator<DataSource> connections)
      throws SQLException {
    this.database = database;
    this.delivery = delivery;
    HikariConfig config = new HikariConfig();
    config.setDataSource(connections.apply(database.dataSource()));
    config.setMaximumPoolSize(CONNECTIONS);
    this.peer = kind.opening().open(new HikariDataSource(config), this::send);
  }

  private void send(Message message, String id) throws Exception {
    try {
      delivery.send(message, id);
      sent.incrementAndGet();
    } catch (Exception e) { // who waits is to know, and the peer too
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  /** Begins anew with empty tables. */
  public void empty() throws SQLException {
    execute("TRUNCATE " + peer.table());
    sent.set(0);
  }

  /** One transaction of these. */
  public void append(List<Message> messages) throws Exception {
    peer.append(messages);
    peer.wake();
  }

  /** Writes to disk what is dirty, so that nothing is left to wait for when it is started. */
  public void checkpoint() throws SQLException {
    peer.awaitDue();
    execute("VACUUM (ANALYZE) " + peer.table());
    execute("CHECKPOINT");
  }

  /** Begins to deliver. */
  public void start() {
    peer.start();
  }

  /** Delivers no more. */
  public void stop() {
    peer.stop();
  }

  /**
   * Returns when so many were sent since the tables were empty and nothing is pending.
   *
   * @throws IllegalStateException when a delivery failed, when more were sent, or when it takes
   *     longer than two minutes
   */
  public void awaitDelivered(long count) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement pending =
            connection.prepareStatement("SELECT 1 FROM " + peer.pending() + " LIMIT 1")) {
      while (sent.get() < count || hasRow(pending)) {
        Exception failed = failure.get();
        if (failed != null) {
          throw new IllegalStateException("A delivery failed", failed);
        }
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException(
              "%d of %d are sent after %s.".formatted(sent.get(), count, PATIENCE));
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
    }
    if (sent.get() != count) {
      throw new IllegalStateException("%d were sent for %d.".formatted(sent.get(), count));
    }
  }

  private static boolean hasRow(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      return row.next();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    peer.close();
  }
}
