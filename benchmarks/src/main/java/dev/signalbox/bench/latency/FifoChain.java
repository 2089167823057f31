package dev.signalbox.bench.latency;

import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.outbox.EventId;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** One queue for all organizations, in the order of ids: read, post so many at once, delete. */
final class FifoChain implements BackloggedChain {

  private static final int BATCH = 500;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final OwnOutbox outbox;
  private final LeanClient http;
  private final Semaphore permits;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Looping loop;
  private volatile boolean held;

  FifoChain(PostgresDatabase database, URI stub, int inFlight) throws SQLException {
    this.outbox = new OwnOutbox(database);
    this.http = new LeanClient(stub);
    this.permits = new Semaphore(inFlight);
    this.loop = new Looping("shared queue", this::drain);
  }

  private void drain() throws Exception {
    List<OwnOutbox.Row> rows = held ? List.of() : outbox.oldest(BATCH);
    if (rows.isEmpty()) {
      Thread.sleep(PAUSE);
      return;
    }
    List<Future<?>> posts = new ArrayList<>(rows.size());
    for (OwnOutbox.Row row : rows) {
      permits.acquire();
      posts.add(threads.submit(() -> post(row)));
    }
    for (Future<?> post : posts) {
      post.get();
    }
    outbox.delete(rows.stream().map(OwnOutbox.Row::id).toList());
  }

  private void post(OwnOutbox.Row row) {
    try {
      Posting.send(http, row.event());
    } finally {
      permits.release();
    }
  }

  @Override
  public long commit(Event event) throws SQLException {
    outbox.insert(event, false);
    return WallClock.micros();
  }

  @Override
  public void preload(int rows, int payloadBytes) throws SQLException {
    held = true;
    outbox.insert(
        new Messages(payloadBytes)
            .of(NEIGHBOUR, rows).stream()
                .map(message -> new Event(EventId.mint().toString(), NEIGHBOUR, message.payload()))
                .toList());
    outbox.checkpoint();
  }

  @Override
  public void startBacklog() {
    held = false;
  }

  @Override
  public void close() {
    loop.close();
    threads.close();
    outbox.close();
  }
}
