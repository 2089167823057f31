package dev.signalbox.bench.growth;

import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** Looks at the outbox, on connections that are not counted. */
final class PendingRows {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private static final String COUNT =
      """
      SELECT count(*) FROM signalbox.outbox_event
      """;

  private static final String FIRST_OF =
      """
      SELECT min(id) FROM signalbox.outbox_event WHERE organization_id = ?
      """;

  private static final String AFTER =
      """
      SELECT id FROM signalbox.outbox_event WHERE id >= ? ORDER BY id OFFSET ? LIMIT 1
      """;

  private static final String FIRST_FROM =
      """
      SELECT id FROM signalbox.outbox_event WHERE id >= ? ORDER BY id LIMIT 1
      """;

  private static final String WAL =
      """
      SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn
      """;

  private final PostgresDatabase database;

  /** Ids from the first up to but not the second. */
  record Range(long from, long until) {}

  PendingRows(PostgresDatabase database) {
    this.database = database;
  }

  long count() throws SQLException {
    return number(COUNT);
  }

  /** The ids of the first events, from that of an organization's first row on. */
  Range first(String organization, int events) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement first = connection.prepareStatement(FIRST_OF);
        PreparedStatement after = connection.prepareStatement(AFTER)) {
      first.setString(1, organization);
      long from = number(first).orElseThrow();
      after.setLong(1, from);
      after.setInt(2, events);
      return new Range(from, number(after).orElse(Long.MAX_VALUE));
    }
  }

  /** Where the write-ahead log ends, in bytes. */
  long walPosition() throws SQLException {
    return number(WAL);
  }

  /** Returns when no row of these is left. */
  void awaitSettled(Range range) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(FIRST_FROM)) {
      long first = range.from();
      while (first < range.until()) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException("Events are still pending after " + PATIENCE);
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
        statement.setLong(1, first);
        first = number(statement).orElse(Long.MAX_VALUE);
      }
    }
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      return number(statement).orElseThrow();
    }
  }

  private static OptionalLong number(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }
}
