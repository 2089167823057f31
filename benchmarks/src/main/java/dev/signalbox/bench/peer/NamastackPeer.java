package dev.signalbox.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.append.NamastackAlone;
import dev.signalbox.bench.append.SpringPeer;
import io.namastack.outbox.Outbox;
import io.namastack.outbox.OutboxProcessingScheduler;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.OutboxTypedHandler;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * namastack-outbox: a record per message, deleted when it is done. Records of a key go one after
 * the other, so the organization is not the key: the messages have no order to keep.
 */
final class NamastackPeer implements Peer {

  static final int RECORDS_PER_KEY = 10;

  private final HikariDataSource connections;
  private final ConfigurableApplicationContext context;
  private final TransactionTemplate transactions;
  private final Outbox outbox;
  private final OutboxProcessingScheduler processing;

  NamastackPeer(HikariDataSource connections, Delivery delivery, int inFlight) {
    this.connections = connections;
    this.context =
        SpringPeer.start(
            Application.class,
            connections,
            properties(inFlight),
            beans -> beans.registerBean(WebhookHandler.class, () -> new WebhookHandler(delivery)));
    this.transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    this.outbox = context.getBean(Outbox.class);
    this.processing = context.getBean(OutboxProcessingScheduler.class);
    processing.stop();
  }

  /** Its documentation's best run: bounded virtual threads, short polls, many keys at once. */
  static Map<String, Object> properties(int inFlight) {
    return Map.of(
        "spring.threads.virtual.enabled", "true",
        "namastack.outbox.processing.executor-concurrency-limit", Integer.toString(inFlight),
        "namastack.outbox.processing.delete-completed-records", "true",
        "namastack.outbox.processing.stop-on-first-failure", "false",
        "namastack.outbox.polling.batch-size", "800",
        "namastack.outbox.polling.fixed.interval", "25ms");
  }

  @Override
  public String table() {
    return "outbox_record";
  }

  @Override
  public void append(List<Message> messages) {
    transactions.executeWithoutResult(
        status -> {
          String key = "";
          for (int i = 0; i < messages.size(); i++) {
            key = i % RECORDS_PER_KEY == 0 ? UUID.randomUUID().toString() : key;
            outbox.schedule(Webhook.of(messages.get(i)), key);
          }
        });
  }

  @Override
  public void start() {
    processing.start();
  }

  @Override
  public void stop() {
    processing.stop();
  }

  @Override
  public void close() {
    context.close();
    connections.close();
  }

  /** Nothing but the outbox. */
  @NamastackAlone
  static class Application {}

  /** Delivers; what it throws is tried again. */
  static class WebhookHandler implements OutboxTypedHandler<Webhook> {

    private final Delivery delivery;

    WebhookHandler(Delivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public void handle(Webhook payload, OutboxRecordMetadata metadata) {
      try {
        payload.by(delivery);
      } catch (Exception e) { // the interface declares none
        throw new IllegalStateException(e);
      }
    }
  }
}
