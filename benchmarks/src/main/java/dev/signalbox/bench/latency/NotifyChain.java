package dev.signalbox.bench.latency;

import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Each commit notifies one listener, who reads the row, posts it and deletes it. */
final class NotifyChain implements Chain {

  private static final int LISTEN_MILLIS = 200;

  private final OwnOutbox outbox;
  private final LeanClient http;
  private final Connection listening;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Looping loop;

  NotifyChain(PostgresDatabase database, URI stub) throws SQLException {
    this.outbox = new OwnOutbox(database);
    this.http = new LeanClient(stub);
    this.listening = database.dataSource().getConnection();
    try (Statement statement = listening.createStatement()) {
      statement.execute("LISTEN " + OwnOutbox.CHANNEL);
    }
    this.loop = new Looping("listener", this::listen);
  }

  private void listen() throws SQLException {
    PGNotification[] notifications =
        listening.unwrap(PGConnection.class).getNotifications(LISTEN_MILLIS);
    for (PGNotification notification : notifications) {
      long id = Long.parseLong(notification.getParameter());
      threads.execute(() -> sendAndDelete(id));
    }
  }

  private void sendAndDelete(long id) {
    try {
      Optional<OwnOutbox.Row> row = outbox.find(id);
      if (row.isPresent()) {
        Posting.send(http, row.get().event());
        outbox.delete(List.of(id));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long commit(Event event) throws SQLException {
    outbox.insert(event, true);
    return WallClock.micros();
  }

  @Override
  public void close() {
    loop.close();
    threads.close();
    try {
      listening.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    outbox.close();
  }
}
