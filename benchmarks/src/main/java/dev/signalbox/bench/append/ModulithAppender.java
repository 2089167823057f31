package dev.signalbox.bench.append;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring Modulith's event publication registry on JDBC: an event with one listener per message. */
final class ModulithAppender implements Appender {

  static final Map<String, Object> PROPERTIES =
      Map.of(
          "spring.modulith.events.jdbc.schema-initialization.enabled",
          "true",
          "namastack.outbox.enabled",
          "false");

  private final HikariDataSource dataSource;
  private final ConfigurableApplicationContext context;
  private final TransactionTemplate transactions;

  ModulithAppender(HikariDataSource dataSource) {
    this.dataSource = dataSource;
    this.context = SpringPeer.start(Application.class, dataSource, PROPERTIES);
    this.transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
  }

  @Override
  public List<String> tables() {
    return List.of("event_publication");
  }

  @Override
  public void transaction(List<Message> messages, Work besides) {
    transactions.executeWithoutResult(
        status -> {
          messages.forEach(context::publishEvent);
          SpringWork.run(DataSourceUtils.getConnection(dataSource), besides);
        });
  }

  @Override
  public void close() {
    context.close();
    dataSource.close();
  }

  /** Nothing but the registry and a listener. */
  @Configuration(proxyBeanMethods = false)
  @EnableAsync
  @EnableAutoConfiguration(
      excludeName = {
        "io.namastack.outbox.config.OutboxCoreInfrastructureAutoConfiguration",
        "io.namastack.outbox.config.OutboxCoreThreadingAutoConfiguration",
        "io.namastack.outbox.config.OutboxCoreProcessingAutoConfiguration",
        "io.namastack.outbox.config.OutboxCoreSchedulingAutoConfiguration",
        "io.namastack.outbox.config.OutboxCoreMulticasterAutoConfiguration",
        "io.namastack.outbox.config.JdbcOutboxAutoConfiguration",
        "io.namastack.outbox.config.JdbcOutboxSchemaAutoConfiguration",
        "io.namastack.outbox.OutboxJacksonAutoConfiguration"
      })
  static class Application {

    /** The benchmark measures the append alone: what comes after the commit is dropped. */
    @Bean
    TaskExecutor taskExecutor() {
      return task -> {};
    }

    @Bean
    WebhookListener webhookListener() {
      return new WebhookListener();
    }
  }

  /** For whom the registry keeps a row. */
  static class WebhookListener {
    /** Not called, as the executor drops it. */
    @Async
    @TransactionalEventListener
    void on(Message message) {}
  }
}
