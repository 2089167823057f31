package dev.signalbox.bench.peer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.serializer.JacksonSerializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.append.ScheduledTasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** db-scheduler: a one-time task per message, locked and fetched in batches, deleted one by one. */
final class DbSchedulerPeer implements Peer {

  private static final double LOWER_LIMIT = 4;
  private static final double UPPER_LIMIT = 20;

  /** It is told of what is new, so that it does not poll by time. */
  private static final Duration SELDOM = Duration.ofHours(1);

  private final HikariDataSource connections;
  private final int inFlight;
  private final TransactionTemplate transactions;
  private final OneTimeTask<Webhook> task;
  private final SchedulerClient client;
  private @Nullable Scheduler scheduler;

  DbSchedulerPeer(HikariDataSource connections, Delivery delivery, int inFlight)
      throws SQLException {
    this.connections = connections;
    this.inFlight = inFlight;
    this.transactions = new TransactionTemplate(new DataSourceTransactionManager(connections));
    this.task =
        Tasks.oneTime("webhook", Webhook.class)
            .execute((instance, context) -> deliver(instance.getData(), delivery));
    this.client =
        SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(connections), task)
            .serializer(new JacksonSerializer())
            .build();
    ScheduledTasks.create(connections);
  }

  private static void deliver(Webhook webhook, Delivery delivery) {
    try {
      webhook.by(delivery);
    } catch (Exception e) { // whatever it is, the scheduler is to try again
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String table() {
    return "scheduled_tasks";
  }

  @Override
  public void append(List<Message> messages) {
    List<TaskInstance<?>> instances = new ArrayList<>(messages.size());
    for (Message message : messages) {
      Webhook webhook = Webhook.of(message);
      instances.add(task.instance(webhook.id(), webhook));
    }
    transactions.executeWithoutResult(status -> client.scheduleBatch(instances, Instant.now()));
  }

  @Override
  public void start() {
    Scheduler fresh =
        Scheduler.create(connections, task)
            .serializer(new JacksonSerializer())
            .threads(inFlight)
            .pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT)
            .pollingInterval(SELDOM)
            .build();
    scheduler = fresh;
    fresh.start();
  }

  @Override
  public void wake() {
    if (scheduler != null) {
      scheduler.triggerCheckForDueExecutions();
    }
  }

  @Override
  public void stop() {
    if (scheduler != null) {
      scheduler.stop();
      scheduler = null;
    }
  }

  @Override
  public void close() {
    stop();
    connections.close();
  }
}
