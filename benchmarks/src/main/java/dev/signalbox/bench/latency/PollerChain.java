package dev.signalbox.bench.latency;

import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * One poller for all organizations: 50 rows, one POST after the other, each row marked by itself.
 */
final class PollerChain implements Chain {

  private static final int ROWS = 50;

  private final OwnOutbox outbox;
  private final LeanClient http;
  private final Duration pause;
  private final Looping loop;

  PollerChain(PostgresDatabase database, URI stub, Duration pause) throws SQLException {
    this.outbox = new OwnOutbox(database);
    this.http = new LeanClient(stub);
    this.pause = pause;
    this.loop = new Looping("poller", this::poll);
  }

  private void poll() throws Exception {
    List<OwnOutbox.Row> rows = outbox.oldest(ROWS);
    for (OwnOutbox.Row row : rows) {
      http.send(row.event().message(), row.event().id());
      outbox.mark(row.id());
    }
    if (rows.size() < ROWS) {
      Thread.sleep(pause);
    }
  }

  @Override
  public long commit(Event event) throws SQLException {
    outbox.insert(event, false);
    return WallClock.micros();
  }

  @Override
  public void close() {
    loop.close();
    outbox.close();
  }
}
