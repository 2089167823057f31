package dev.signalbox.demo;

import dev.signalbox.relay.cli.CommandFailure;
import dev.signalbox.relay.cli.Terminal;
import java.sql.SQLException;
import java.time.Duration;

/** {@code demo --once}: so many events, then the check of what Svix holds. */
final class OnceRun {

  private static final Duration LEAST_LIMIT = Duration.ofMinutes(2);
  private static final int SLOWEST_PER_SECOND = 50;

  private final Backstage backstage;
  private final Terminal terminal;

  OnceRun(Backstage backstage, Terminal terminal) {
    this.backstage = backstage;
    this.terminal = terminal;
  }

  Report run(int events) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    sell(events);
    return new Outcome(backstage, terminal).close(start, limit(events));
  }

  private void sell(int events) throws InterruptedException {
    Customers customers = new Customers(backstage.organizations(), events);
    try (Shop shop = Shop.open(customers, backstage.checkout(), Duration.ZERO)) {
      shop.awaitEnd();
      Exception failure = shop.failure();
      if (failure != null) {
        throw new CommandFailure("The shop", failure);
      }
    }
  }

  /** A given server may be slow. */
  private static Duration limit(int events) {
    Duration byNumber = Duration.ofSeconds(events / SLOWEST_PER_SECOND);
    return byNumber.compareTo(LEAST_LIMIT) > 0 ? byNumber : LEAST_LIMIT;
  }
}
