package dev.signalbox.bench.latency;

import com.gruelbox.transactionoutbox.DefaultPersistor;
import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.ThreadLocalContextTransactionManager;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** transaction-outbox: a call is recorded, and submitted to a pool when the commit has returned. */
final class GruelboxChain implements Chain {

  private static final int THREADS = 16;

  static final Map<String, String> SETTINGS =
      Map.of(
          "version", "4.2.268",
          "dialect", "POSTGRESQL_9",
          "serializer", "default JSON",
          "submitter", "%d threads, right after the commit".formatted(THREADS),
          "connections", Integer.toString(2 * THREADS));

  private final HikariDataSource dataSource;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ThreadLocalContextTransactionManager transactions;
  private final TransactionOutbox outbox;

  /** What is recorded as called. */
  interface Webhook {
    /** Sends. */
    void send(String id, String organization, String payload);
  }

  /** What is then called. */
  private record Sender(LeanClient http) implements Webhook {
    @Override
    public void send(String id, String organization, String payload) {
      Posting.send(http, new Event(id, organization, payload));
    }
  }

  GruelboxChain(PostgresDatabase database, URI stub) {
    this.dataSource = OwnOutbox.pool(database, 2 * THREADS);
    this.transactions = TransactionManager.fromDataSource(dataSource);
    Webhook sender = new Sender(new LeanClient(stub));
    this.outbox =
        TransactionOutbox.builder()
            .transactionManager(transactions)
            .persistor(DefaultPersistor.builder().dialect(Dialect.POSTGRESQL_9).build())
            .instantiator(Instantiator.using(type -> sender))
            .submitter(Submitter.withExecutor(threads))
            .build();
  }

  @Override
  public long commit(Event event) {
    AtomicLong committed = new AtomicLong();
    transactions.inTransaction(
        transaction -> {
          // before the hook that submits, so that the time is that of the commit
          transaction.addPostCommitHook(() -> committed.set(WallClock.micros()));
          outbox.schedule(Webhook.class).send(event.id(), event.organization(), event.payload());
        });
    return committed.get();
  }

  @Override
  public void close() {
    threads.close();
    dataSource.close();
  }
}
