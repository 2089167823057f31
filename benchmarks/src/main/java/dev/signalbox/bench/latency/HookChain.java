package dev.signalbox.bench.latency;

import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A row, the commit, and right after it the POST on another thread of the same process. */
final class HookChain implements Chain {

  private final OwnOutbox outbox;
  private final LeanClient http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  HookChain(PostgresDatabase database, URI stub) throws SQLException {
    this.outbox = new OwnOutbox(database);
    this.http = new LeanClient(stub);
  }

  @Override
  public long commit(Event event) throws SQLException {
    long id = outbox.insert(event, false);
    long committed = WallClock.micros();
    threads.execute(() -> sendAndDelete(new OwnOutbox.Row(id, event)));
    return committed;
  }

  private void sendAndDelete(OwnOutbox.Row row) {
    Posting.send(http, row.event());
    try {
      outbox.delete(List.of(row.id()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.close();
    outbox.close();
  }
}
