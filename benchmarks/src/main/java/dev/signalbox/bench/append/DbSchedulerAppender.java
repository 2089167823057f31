package dev.signalbox.bench.append;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.serializer.JacksonSerializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * db-scheduler: a one-time task per message, one by {@code schedule}, more by {@code
 * scheduleBatch}. It joins the caller's transaction as its documentation says, by Spring's data
 * source proxy.
 */
final class DbSchedulerAppender implements Appender {

  private final HikariDataSource dataSource;
  private final TransactionTemplate transactions;
  private final OneTimeTask<Message> task =
      Tasks.oneTime("webhook", Message.class).execute((instance, context) -> {});
  private final SchedulerClient client;

  DbSchedulerAppender(HikariDataSource dataSource) {
    this.dataSource = dataSource;
    this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    this.client =
        SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource), task)
            .serializer(new JacksonSerializer())
            .build();
  }

  @Override
  public List<String> tables() {
    return List.of("scheduled_tasks");
  }

  @Override
  public void transaction(List<Message> messages, Work besides) {
    transactions.executeWithoutResult(
        status -> {
          Instant now = Instant.now();
          if (messages.size() == 1) {
            client.schedule(instance(messages.get(0)), now, ScheduleOptions.WHEN_EXISTS_DO_NOTHING);
          } else {
            List<TaskInstance<?>> instances = new ArrayList<>(messages.size());
            messages.forEach(message -> instances.add(instance(message)));
            client.scheduleBatch(instances, now);
          }
          SpringWork.run(DataSourceUtils.getConnection(dataSource), besides);
        });
  }

  private TaskInstance<Message> instance(Message message) {
    return task.instance(UUID.randomUUID().toString(), message);
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
