package dev.signalbox.bench.append;

import com.zaxxer.hikari.HikariDataSource;
import io.namastack.outbox.Outbox;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.OutboxTypedHandler;
import java.util.List;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** namastack-outbox: a record per message, under the organization's key. */
final class NamastackAppender implements Appender {

  static final Map<String, Object> PROPERTIES =
      Map.of("namastack.outbox.polling.fixed.interval", "1h");

  private final HikariDataSource dataSource;
  private final ConfigurableApplicationContext context;
  private final TransactionTemplate transactions;
  private final Outbox outbox;

  NamastackAppender(HikariDataSource dataSource) {
    this.dataSource = dataSource;
    this.context = SpringPeer.start(Application.class, dataSource, PROPERTIES);
    this.transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    this.outbox = context.getBean(Outbox.class);
  }

  @Override
  public List<String> tables() {
    return List.of("outbox_record");
  }

  @Override
  public void transaction(List<Message> messages, Work besides) {
    transactions.executeWithoutResult(
        status -> {
          for (Message message : messages) {
            outbox.schedule(message, message.organization());
          }
          SpringWork.run(DataSourceUtils.getConnection(dataSource), besides);
        });
  }

  @Override
  public void close() {
    context.close();
    dataSource.close();
  }

  /** Nothing but the outbox. */
  @NamastackAlone
  static class Application {

    /** Each record needs a handler; with this polling it is not called. */
    @Bean
    OutboxTypedHandler<Message> webhookHandler() {
      return new WebhookHandler();
    }
  }

  /** Delivers nothing. */
  static class WebhookHandler implements OutboxTypedHandler<Message> {
    @Override
    public void handle(Message payload, OutboxRecordMetadata metadata) {}
  }
}
