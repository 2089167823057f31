package dev.signalbox.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.migrations.Migrations;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxOptions;
import dev.signalbox.relay.config.RelaySettings;
import dev.signalbox.relay.process.RelayProcess;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalerOptions;
import dev.signalbox.testkit.services.BackingServices;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.SvixService;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Everything that has to run before the shop can open, and what is known of it. */
final class Backstage implements AutoCloseable {

  private final BackingServices services;
  private final Opened opened;
  private final List<OrganizationId> organizations;
  private final SignalCounts signals = new SignalCounts();
  private final Books books = new Books();
  private final Deliveries deliveries = new Deliveries(InstantSource.system());
  private final RelaySettings settings;
  private final DataSource dataSource;
  private final RelaySignaler signaler;
  private final RelayProcess relay;

  private Backstage(
      BackingServices services, Opened opened, Map<String, String> environment, int organizations)
      throws SQLException {
    String run = runName();
    this.services = services;
    this.opened = opened;
    this.organizations =
        IntStream.rangeClosed(1, organizations)
            .mapToObj(i -> new OrganizationId("shop-%02d-%s".formatted(i, run)))
            .toList();
    PostgresDatabase database = opened.add(services.postgres().createDatabase());
    this.settings =
        DemoSettings.of(environment, database, services.temporal(), services.svix(), run);
    this.dataSource = opened.add(pool(database));
    new Migrations(database.dataSource(), settings.database().schema().value()).migrate();
    Orders.create(dataSource);
    this.relay = opened.add(RelayProcess.start(settings));
    this.signaler = opened.add(signaler());
  }

  /**
   * Creates a database, migrates it and starts the relay and a producer's signaler.
   *
   * @param services closed with the rest
   */
  static Backstage start(
      BackingServices services, Map<String, String> environment, int organizations)
      throws SQLException {
    Opened opened = new Opened();
    try {
      opened.add(services);
      return new Backstage(services, opened, environment, organizations);
    } catch (SQLException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static String runName() {
    return Long.toString(
        RandomGenerator.getDefault().nextLong(36 * 36 * 36, 36L * 36 * 36 * 36), 36);
  }

  private static HikariDataSource pool(PostgresDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("demo-shop");
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(10);
    return new HikariDataSource(config);
  }

  private RelaySignaler signaler() {
    return RelaySignaler.start(
        SignalerOptions.builder()
            .source(settings.database().source())
            .schema(settings.database().schema())
            .taskQueue(settings.temporal().taskQueue())
            .build(),
        settings.temporal().stubs(),
        settings.temporal().client(),
        dataSource,
        signals);
  }

  Checkout checkout() {
    Outbox outbox = new Outbox(OutboxOptions.DEFAULT.withSchema(settings.database().schema()));
    return new Checkout(dataSource, outbox, this::signal, books, deliveries);
  }

  private void signal(Collection<OrganizationId> organizationsOfOne) {
    signaler.signalRelay(organizationsOfOne);
  }

  List<OrganizationId> organizations() {
    return organizations;
  }

  BackingServices services() {
    return services;
  }

  SignalCounts signals() {
    return signals;
  }

  Books books() {
    return books;
  }

  Deliveries deliveries() {
    return deliveries;
  }

  Pending pending() {
    return new Pending(dataSource, settings.database().schema());
  }

  Arrivals arrivals() {
    return services
        .svix()
        .emulator()
        .<Arrivals>map(emulator -> new LedgerArrivals(emulator.ledger()))
        .orElseGet(() -> new DeliveredLog(dataSource, settings.database().schema()));
  }

  Holdings holdings() {
    SvixService svix = services.svix();
    return svix.emulator()
        .<Holdings>map(emulator -> new LedgerHoldings(emulator.ledger()))
        .orElseGet(() -> new ListedHoldings(svix.serverUrl(), svix.token()));
  }

  /** Lets running slices settle; afterwards nothing is sent to Svix any more. */
  void stopRelay() {
    relay.close();
  }

  /** Stops signaler, relay, database and services, in this order. */
  @Override
  public void close() {
    opened.close();
  }
}
