package dev.signalbox.bench.peer;

import com.gruelbox.transactionoutbox.DefaultPersistor;
import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.ThreadLocalContextTransactionManager;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.append.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * transaction-outbox: what is appended while it delivers is submitted after the commit; what was
 * there before is flushed until nothing is left, as its documentation does it.
 */
final class GruelboxPeer implements Peer {

  /** Smaller than the default, so that the first deliveries begin while the next batch is read. */
  static final int FLUSH_BATCH = 1_000;

  /** A new entry is due only in the future. */
  private static final Duration DUE_AFTER = Duration.ofMillis(500);

  /** What is recorded as called. */
  interface WebhookCall {
    void send(String id, String organization, String type, String payload) throws Exception;
  }

  /** What is called in the end. */
  private record Sending(Delivery delivery) implements WebhookCall {
    @Override
    public void send(String id, String organization, String type, String payload) throws Exception {
      new Webhook(id, organization, type, payload).by(delivery);
    }
  }

  private final HikariDataSource connections;
  private final ThreadLocalContextTransactionManager transactions;
  private final ExecutorService senders;
  private final ExecutorService flusher = Executors.newSingleThreadExecutor();
  private final TransactionOutbox outbox;

  /** Writes a backlog as of a process that is gone: what it stored is due to be tried again. */
  private final TransactionOutbox gone;

  private volatile boolean delivering;
  private long due = System.nanoTime();

  GruelboxPeer(HikariDataSource connections, Delivery delivery, int inFlight) {
    this.connections = connections;
    this.transactions = TransactionManager.fromDataSource(connections);
    this.senders = Executors.newFixedThreadPool(inFlight);
    WebhookCall call = new Sending(delivery);
    this.outbox =
        builder()
            .instantiator(Instantiator.using(type -> call))
            .flushBatchSize(FLUSH_BATCH)
            .submitter((entry, worker) -> senders.execute(() -> worker.accept(entry)))
            .build();
    this.gone = builder().attemptFrequency(DUE_AFTER).submitter((entry, worker) -> {}).build();
  }

  private TransactionOutbox.TransactionOutboxBuilder builder() {
    return TransactionOutbox.builder()
        .transactionManager(transactions)
        .persistor(DefaultPersistor.builder().dialect(Dialect.POSTGRESQL_9).build());
  }

  @Override
  public String table() {
    return "txno_outbox";
  }

  @Override
  public void append(List<Message> messages) throws Exception {
    transactions.inTransactionThrows(
        transaction -> {
          WebhookCall call = (delivering ? outbox : gone).schedule(WebhookCall.class);
          for (Message message : messages) {
            Webhook webhook = Webhook.of(message);
            call.send(webhook.id(), webhook.organization(), webhook.type(), webhook.payload());
          }
        });
    if (!delivering) {
      due = System.nanoTime() + DUE_AFTER.toNanos();
    }
  }

  @Override
  public void awaitDue() {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void start() {
    awaitDue();
    delivering = true;
    flusher.execute(
        () -> {
          boolean more = true;
          while (delivering && more) {
            more = outbox.flush();
          }
        });
  }

  @Override
  public void stop() {
    delivering = false;
  }

  @Override
  public void close() {
    stop();
    flusher.shutdownNow();
    senders.shutdownNow();
    connections.close();
  }
}
