package dev.signalbox.bench.latency;

import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.append.NamastackAlone;
import dev.signalbox.bench.append.SpringPeer;
import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.testkit.services.PostgresDatabase;
import io.namastack.outbox.Outbox;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.OutboxTypedHandler;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** namastack-outbox: a record under the organization's key, found by the next poll. */
final class NamastackChain implements Chain {

  private static final int CONNECTIONS = 32;
  private static final String STUB = "bench.stub";
  private static final Map<String, Object> PROPERTIES =
      Map.of(
          "namastack.outbox.polling.fixed.interval", "25ms",
          "namastack.outbox.polling.batch-size", "100",
          "namastack.outbox.processing.delete-completed-records", "true",
          "namastack.outbox.processing.executor-concurrency-limit", "30",
          "spring.threads.virtual.enabled", "true");

  static final Map<String, String> SETTINGS =
      Map.of("version", "1.6.0 (JDBC)", "properties", PROPERTIES.toString());

  private final HikariDataSource dataSource;
  private final ConfigurableApplicationContext context;
  private final TransactionTemplate transactions;
  private final Outbox outbox;

  NamastackChain(PostgresDatabase database, URI stub) {
    this.dataSource = OwnOutbox.pool(database, CONNECTIONS);
    Map<String, Object> properties = new HashMap<>(PROPERTIES);
    properties.put(STUB, stub.toString());
    this.context = SpringPeer.start(Application.class, dataSource, properties);
    this.transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    this.outbox = context.getBean(Outbox.class);
  }

  @Override
  public long commit(Event event) {
    transactions.executeWithoutResult(status -> outbox.schedule(event, event.organization()));
    return WallClock.micros();
  }

  @Override
  public void close() {
    context.close();
    dataSource.close();
  }

  /** Nothing but the outbox. */
  @NamastackAlone
  static class Application {

    /** Where the records go. */
    @Bean
    OutboxTypedHandler<Event> webhookHandler(Environment environment) {
      return new WebhookHandler(new LeanClient(URI.create(environment.getRequiredProperty(STUB))));
    }
  }

  /** Sends a record. */
  static class WebhookHandler implements OutboxTypedHandler<Event> {
    private final LeanClient http;

    WebhookHandler(LeanClient http) {
      this.http = http;
    }

    @Override
    public void handle(Event event, OutboxRecordMetadata metadata) {
      Posting.send(http, event);
    }
  }
}
