package dev.signalbox.bench.latency;

import dev.signalbox.bench.drain.LeanClient;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The POST alone: no commit, no database. */
final class BareLoopChain implements Chain {

  private final LeanClient http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  BareLoopChain(URI stub) {
    this.http = new LeanClient(stub);
  }

  @Override
  public long commit(Event event) {
    long now = WallClock.micros();
    threads.execute(() -> Posting.send(http, event));
    return now;
  }

  @Override
  public void close() {
    threads.close();
  }
}
