package dev.signalbox.bench.sick;

import com.gruelbox.transactionoutbox.DefaultPersistor;
import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.ThreadLocalContextTransactionManager;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.svix.exceptions.ApiException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.drain.OfficialClient;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** transaction-outbox with Svix's own client, as a service has them that adds nothing to either. */
final class GruelboxCarrier implements Carrier {

  /** As many calls at once as the relay makes. */
  private static final int THREADS = SickSettings.relay().delivery().inFlight();

  private static final int OTHER_CONNECTIONS = 8;

  /** What has failed waits for so long; version 4.2.268 has no backoff that grows. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Nothing is given up here, as nothing is by the relay. */
  private static final int ATTEMPTS = 1_000;

  private static final Duration FLUSH = Duration.ofMillis(50);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  static final Map<String, String> SETTINGS =
      Map.of(
          "version", "4.2.268",
          "client", "Svix 1.99.1 as it comes: three retries, and 10 s, before which a hang ends",
          "submitter", "%d threads, right after the commit".formatted(THREADS),
          "attempts", "every %s, none is the last".formatted(RETRY),
          "flush", "every %s".formatted(FLUSH));

  /** What is recorded as called. */
  interface Call {
    /** Sends. */
    void send(String id, String organization, String payload) throws Exception;
  }

  /** What is then called. */
  private record Sending(OfficialClient client, Map<String, LongAdder> attempts) implements Call {
    @Override
    public void send(String id, String organization, String payload) throws Exception {
      attempts.computeIfAbsent(organization, any -> new LongAdder()).increment();
      client.send(new Message(organization, TYPE, payload), id);
    }
  }

  private final HikariDataSource dataSource;
  private final ThreadLocalContextTransactionManager transactions;
  private final ExecutorService senders = Executors.newFixedThreadPool(THREADS);
  private final ExecutorService flusher = Executors.newSingleThreadExecutor();
  private final Map<String, LongAdder> attempts = new ConcurrentHashMap<>();
  private final TransactionOutbox outbox;

  /** Makes the applications, which are there when a service begins to send. */
  GruelboxCarrier(PostgresDatabase database, SvixEmulator svix, List<String> organizations)
      throws IOException, ApiException {
    OfficialClient client = new OfficialClient(URI.create(svix.url()), svix.token());
    for (String organization : organizations) {
      client.createApplication(organization);
    }
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(THREADS + OTHER_CONNECTIONS);
    this.dataSource = new HikariDataSource(config);
    this.transactions = TransactionManager.fromDataSource(dataSource);
    Call call = new Sending(client, attempts);
    this.outbox =
        TransactionOutbox.builder()
            .transactionManager(transactions)
            .persistor(DefaultPersistor.builder().dialect(Dialect.POSTGRESQL_9).build())
            .instantiator(Instantiator.using(type -> call))
            .submitter(Submitter.withExecutor(senders))
            .attemptFrequency(RETRY)
            .blockAfterAttempts(ATTEMPTS)
            .build();
    flusher.execute(this::flush);
  }

  /** Until it is closed; each flush tries what is due again. */
  private void flush() {
    while (!flusher.isShutdown()) {
      try {
        outbox.flush();
      } catch (RuntimeException e) {
        // as its documentation has it: the next flush tries again
      }
      LockSupport.parkNanos(FLUSH.toNanos());
    }
  }

  @Override
  public void commit(List<Committed> events) throws Exception {
    transactions.inTransactionThrows(
        transaction -> {
          Call call = outbox.schedule(Call.class);
          for (Committed event : events) {
            call.send(event.id().toString(), event.organization(), event.payload());
          }
        });
  }

  @Override
  public void awaitDelivered() throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (isPending()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("Events are still pending after " + PATIENCE);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private boolean isPending() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM txno_outbox LIMIT 1")) {
      return row.next();
    }
  }

  @Override
  public long attempts(String organization) {
    LongAdder made = attempts.get(organization);
    return made == null ? 0 : made.sum();
  }

  @Override
  public void close() {
    flusher.close();
    senders.shutdownNow();
    senders.close();
    dataSource.close();
  }
}
