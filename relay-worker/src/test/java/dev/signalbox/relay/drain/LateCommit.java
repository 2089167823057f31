package dev.signalbox.relay.drain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** An event whose transaction is open, its id farther behind the next than late looks go. */
final class LateCommit implements AutoCloseable {

  private static final String USE_UP =
      """
      SELECT count(nextval(pg_get_serial_sequence('signalbox.outbox_event', 'id')))
      FROM generate_series(1, ?)
      """;

  private final Connection connection;
  private final UUID event;

  LateCommit(DataSource dataSource, SliceBench bench, @Nullable String key) throws SQLException {
    this.connection = dataSource.getConnection();
    connection.setAutoCommit(false);
    this.event = bench.append(connection, key, "{}");
    try (Connection other = dataSource.getConnection();
        PreparedStatement statement = other.prepareStatement(USE_UP)) {
      statement.setLong(1, ReadCursor.LAG_IDS + 10);
      statement.execute();
    }
  }

  UUID event() {
    return event;
  }

  void commit() {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
