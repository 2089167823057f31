package dev.signalbox.demo;

import dev.signalbox.relay.cli.CommandFailure;
import dev.signalbox.relay.cli.StopHook;
import dev.signalbox.relay.cli.Terminal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code demo}: goes on until it is asked to stop. */
final class LiveRun {

  private static final Duration PAUSE = Duration.ofMillis(400);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(15);

  private final Backstage backstage;
  private final Terminal terminal;
  private final Shop shop;
  private final long start = System.nanoTime();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch quiet = new CountDownLatch(1);

  LiveRun(Backstage backstage, Terminal terminal) {
    this.backstage = backstage;
    this.terminal = terminal;
    this.shop =
        Shop.open(
            new Customers(backstage.organizations(), Long.MAX_VALUE), backstage.checkout(), PAUSE);
  }

  /** Returns only when something fails; when it is asked to stop it ends the process. */
  void run() throws InterruptedException {
    StopHook.await(this::show, this::stop);
    stop();
    throw new CommandFailure("The demo cannot go on", failure());
  }

  private Exception failure() {
    Exception failure = shop.failure();
    return failure == null ? new IllegalStateException("The view failed.") : failure;
  }

  private void show() throws InterruptedException {
    Screen screen = Screen.on(terminal.out());
    LiveTable table = new LiveTable(backstage);
    try {
      do {
        screen.show(table.lines());
      } while (shop.failure() == null
          && !stopping.await(screen.interval().toMillis(), TimeUnit.MILLISECONDS));
    } catch (SQLException e) {
      terminal.error().println("The database does not answer: " + e.getMessage());
    } finally {
      quiet.countDown();
    }
  }

  /** Producers, what is pending, relay, services. */
  private void stop() {
    stopping.countDown();
    try {
      quiet.await();
      terminal.out().println("Stopping: the shop, what is pending, the relay, the services …");
      shop.close();
      new Outcome(backstage, terminal).close(start, DRAIN_LIMIT);
    } catch (SQLException e) {
      terminal.error().println("The database does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      backstage.close();
    }
  }
}
