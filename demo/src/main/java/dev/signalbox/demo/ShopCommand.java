package dev.signalbox.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxOptions;
import dev.signalbox.relay.cli.CommandFailure;
import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.StopHook;
import dev.signalbox.relay.cli.Terminal;
import dev.signalbox.relay.config.Configuration;
import dev.signalbox.relay.config.DatabaseSettings;
import dev.signalbox.relay.config.ProducerSettings;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalerOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalbox shop}: the demo's producer alone, beside a relay that runs elsewhere. */
@Command(
    name = "shop",
    description = "Append the demo's events to the configured outbox until asked to stop.")
final class ShopCommand implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofMillis(400);

  /** Then the books are closed and new ones opened: they keep every event. */
  private static final int EVENTS_A_DAY = 500;

  @Option(
      names = "--orgs",
      paramLabel = "N",
      description = "Organizations of the shop (default ${DEFAULT-VALUE}).")
  int organizations = 5;

  private final Map<String, String> environment;
  private final Terminal terminal;

  ShopCommand(Map<String, String> environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException, SQLException {
    ProducerSettings settings = new Configuration(environment).producer();
    SignalCounts signals = new SignalCounts();
    try (HikariDataSource dataSource = pool(settings.database());
        RelaySignaler signaler = signaler(settings, dataSource, signals)) {
      Orders.create(dataSource);
      StopHook.await(
          () -> serve(settings.database(), dataSource, signaler, signals), signaler::close);
    }
    return ExitCodes.DONE;
  }

  private void serve(
      DatabaseSettings database,
      DataSource dataSource,
      RelaySignaler signaler,
      SignalCounts signals)
      throws InterruptedException {
    Outbox outbox = new Outbox(OutboxOptions.DEFAULT.withSchema(database.schema()));
    while (true) {
      Books books = new Books();
      Checkout checkout =
          new Checkout(
              dataSource,
              outbox,
              signaler::signalRelay,
              books,
              new Deliveries(InstantSource.system()));
      Shop shop = Shop.open(new Customers(customers(), EVENTS_A_DAY), checkout, PAUSE);
      shop.awaitEnd();
      Exception failure = shop.failure();
      if (failure != null) {
        throw new CommandFailure("The shop cannot go on", failure);
      }
      terminal
          .out()
          .printf(
              "%d events committed, %d rolled back. Signals so far: %s.%n",
              books.committedCount(), books.rolledBackCount(), signals);
    }
  }

  private List<OrganizationId> customers() {
    return IntStream.rangeClosed(1, organizations)
        .mapToObj(i -> new OrganizationId("shop-%02d".formatted(i)))
        .toList();
  }

  private static HikariDataSource pool(DatabaseSettings database) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("demo-shop");
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(10);
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) { // the pool wraps whatever the driver says
      throw new CommandFailure("SIGNALBOX_DATABASE_URL (%s)".formatted(database.address()), e);
    }
  }

  private static RelaySignaler signaler(
      ProducerSettings settings, DataSource dataSource, SignalCounts signals) {
    SignalerOptions options =
        SignalerOptions.builder()
            .source(settings.database().source())
            .schema(settings.database().schema())
            .taskQueue(settings.temporal().taskQueue())
            .build();
    return RelaySignaler.start(
        options, settings.temporal().stubs(), settings.temporal().client(), dataSource, signals);
  }
}
