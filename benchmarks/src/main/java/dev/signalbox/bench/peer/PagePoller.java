package dev.signalbox.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.append.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One poller for all organizations, as many services have it: a page of the oldest rows, one POST
 * after the other, each row marked when it is done.
 */
final class PagePoller implements Peer {

  static final int PAGE = 50;
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final String TABLES =
      """
      CREATE TABLE polled_event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL,
        organization_id text NOT NULL, event_type text NOT NULL, payload text NOT NULL, processed_at timestamptz);
      CREATE INDEX polled_event_pending ON polled_event (id) WHERE processed_at IS NULL;
      """;

  private static final String INSERT =
      """
      INSERT INTO polled_event (event_id, organization_id, event_type, payload) VALUES (?::uuid, ?, ?, ?)
      """;

  private static final String READ =
      """
      SELECT id, event_id, organization_id, event_type, payload
      FROM polled_event
      WHERE processed_at IS NULL
      ORDER BY id
      LIMIT ?
      """;

  private static final String MARK =
      """
      UPDATE polled_event SET processed_at = now() WHERE id = ?
      """;

  /** One that was read. */
  private record Pending(long id, Webhook webhook) {}

  private final HikariDataSource connections;
  private final Delivery delivery;
  private volatile @Nullable Thread poller;

  PagePoller(HikariDataSource connections, Delivery delivery) throws SQLException {
    this.connections = connections;
    this.delivery = delivery;
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLES);
    }
  }

  @Override
  public String table() {
    return "polled_event";
  }

  @Override
  public String pending() {
    return "polled_event WHERE processed_at IS NULL";
  }

  @Override
  public void append(List<Message> messages) throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement statement = connection.prepareStatement(INSERT)) {
      connection.setAutoCommit(false);
      for (Message message : messages) {
        statement.setString(1, UUID.randomUUID().toString());
        statement.setString(2, message.organization());
        statement.setString(3, message.type());
        statement.setString(4, message.payload());
        statement.addBatch();
      }
      statement.executeBatch();
      connection.commit();
    }
  }

  @Override
  public void start() {
    Thread fresh = Thread.ofPlatform().name("poller").daemon().unstarted(this::poll);
    poller = fresh;
    fresh.start();
  }

  private void poll() {
    while (poller == Thread.currentThread()) {
      try {
        if (takePage() < PAGE) {
          LockSupport.parkNanos(INTERVAL.toNanos());
        }
      } catch (Exception e) { // the next poll finds the row again
        LockSupport.parkNanos(INTERVAL.toNanos());
      }
    }
  }

  private int takePage() throws Exception {
    try (Connection connection = connections.getConnection();
        PreparedStatement mark = connection.prepareStatement(MARK)) {
      List<Pending> page = read(connection);
      for (Pending pending : page) {
        pending.webhook().by(delivery);
        mark.setLong(1, pending.id());
        mark.executeUpdate();
      }
      return page.size();
    }
  }

  private static List<Pending> read(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setInt(1, PAGE);
      try (ResultSet row = statement.executeQuery()) {
        List<Pending> page = new ArrayList<>(PAGE);
        while (row.next()) {
          page.add(
              new Pending(
                  row.getLong(1),
                  new Webhook(
                      row.getString(2), row.getString(3), row.getString(4), row.getString(5))));
        }
        return page;
      }
    }
  }

  @Override
  public void stop() {
    Thread running = poller;
    poller = null;
    LockSupport.unpark(running);
  }

  @Override
  public void close() {
    stop();
    connections.close();
  }
}
