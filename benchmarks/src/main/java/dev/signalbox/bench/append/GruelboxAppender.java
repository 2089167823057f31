package dev.signalbox.bench.append;

import com.gruelbox.transactionoutbox.DefaultPersistor;
import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.ThreadLocalContextTransactionManager;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;

/** transaction-outbox: a call of an interface is recorded, in a JDBC batch that goes at commit. */
final class GruelboxAppender implements Appender {

  /** What is recorded as called. */
  interface Webhook {
    /** Never called: the benchmark measures the append alone. */
    void send(String organization, String type, String payload);
  }

  private final HikariDataSource dataSource;
  private final ThreadLocalContextTransactionManager transactions;
  private final TransactionOutbox outbox;

  GruelboxAppender(HikariDataSource dataSource) {
    this.dataSource = dataSource;
    this.transactions = TransactionManager.fromDataSource(dataSource);
    this.outbox =
        TransactionOutbox.builder()
            .transactionManager(transactions)
            .persistor(DefaultPersistor.builder().dialect(Dialect.POSTGRESQL_9).build())
            .submitter((entry, worker) -> {})
            .build();
  }

  @Override
  public List<String> tables() {
    return List.of("txno_outbox");
  }

  @Override
  public void transaction(List<Message> messages, Work besides) throws Exception {
    transactions.inTransactionThrows(
        transaction -> {
          Webhook webhook = outbox.schedule(Webhook.class);
          for (Message message : messages) {
            webhook.send(message.organization(), message.type(), message.payload());
          }
          besides.on(transaction.connection());
        });
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
