package dev.signalbox.demo.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The producers' own table: every transaction writes there what it appends, so that what was
 * committed is known whatever became of the answer to the commit.
 */
final class Truth {

  private Truth() {}

  private static final String CREATE =
      """
      CREATE SCHEMA chaos;
      CREATE TABLE chaos.aggregate (
        organization text,
        ordering_key text,
        events bigint NOT NULL,
        PRIMARY KEY (organization, ordering_key)
      );
      CREATE TABLE chaos.committed (
        event_id text PRIMARY KEY,
        organization text NOT NULL,
        ordering_key text,
        sequence bigint NOT NULL,
        event_type text NOT NULL,
        payload_hash text NOT NULL,
        doomed boolean NOT NULL
      )
      """;

  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
    }
  }

  /** Locks the key's row until the end of the transaction, so its events commit in id order. */
  private static final String ADVANCE =
      """
      INSERT INTO chaos.aggregate (organization, ordering_key, events)
      VALUES (?, ?, ?)
      ON CONFLICT (organization, ordering_key)
      DO UPDATE SET events = aggregate.events + EXCLUDED.events
      RETURNING events
      """;

  /** Counts further events of a key; returns the number of the last of them. */
  static long advance(Connection connection, String organization, String key, int events)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
      statement.setString(1, organization);
      statement.setString(2, key);
      statement.setInt(3, events);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static final String RECORD =
      """
      INSERT INTO chaos.committed
        (event_id, organization, ordering_key, sequence, event_type, payload_hash, doomed)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  static void record(Connection connection, List<CommittedEvent> events) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RECORD)) {
      for (CommittedEvent event : events) {
        statement.setString(1, event.eventId());
        statement.setString(2, event.organization());
        statement.setString(3, event.orderingKey().orElse(null));
        statement.setLong(4, event.sequence());
        statement.setString(5, event.type());
        statement.setString(6, event.payloadHash());
        statement.setBoolean(7, event.doomed());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static final String READ =
      """
      SELECT event_id, organization, ordering_key, sequence, event_type, payload_hash, doomed
      FROM chaos.committed
      """;

  static List<CommittedEvent> read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(READ)) {
      List<CommittedEvent> events = new ArrayList<>();
      while (rows.next()) {
        events.add(
            new CommittedEvent(
                rows.getString(1),
                rows.getString(2),
                Optional.ofNullable(rows.getString(3)),
                rows.getLong(4),
                rows.getString(5),
                rows.getString(6),
                rows.getBoolean(7)));
      }
      return events;
    }
  }
}
