package dev.signalbox.demo.chaos;

import dev.signalbox.relay.cli.Terminal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Says on plain lines what happens. Safe for use by several threads. */
final class Progress implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Servers servers;
  private final OutboxState outbox;
  private final Tally tally;
  private final Injector injector;
  private final Terminal terminal;
  private final long start = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("chaos-progress").daemon().factory());

  Progress(Servers servers, Tally tally, Injector injector, Terminal terminal) {
    this.servers = servers;
    this.outbox = servers.outbox();
    this.tally = tally;
    this.injector = injector;
    this.terminal = terminal;
    ScheduledFuture<?> lines =
        clock.scheduleAtFixedRate(
            this::sayCounts, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    assert !lines.isCancelled();
  }

  void say(String line) {
    double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    terminal.out().printf("%7.1f s  %s%n", seconds, line);
  }

  private void sayCounts() {
    say(
        "%s, stored %d, kills %d; now: %s"
            .formatted(
                rows(),
                servers.svix().ledger().messageCount(),
                tally.kills(),
                injector.inForce().isEmpty() ? "peace" : String.join(", ", injector.inForce())));
  }

  private String rows() {
    try {
      OutboxState.Counts counts = outbox.counts();
      return "committed %d, pending %d, dead %d"
          .formatted(counts.committed(), counts.pending(), counts.dead());
    } catch (SQLException e) {
      return "PostgreSQL does not answer";
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
