package dev.signalbox.bench.latency;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.serializer.JacksonSerializer;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.bench.append.ScheduledTasks;
import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** db-scheduler: a one-time task per event, and a look for due ones right after the commit. */
final class DbSchedulerChain implements Chain {

  private static final int THREADS = 16;
  private static final double LOWER_LIMIT = 0.5;
  private static final double UPPER_LIMIT = 1.0;

  /** The polls between the looks, for what those may miss. */
  private static final Duration POLLING = Duration.ofMillis(100);

  static final Map<String, String> SETTINGS =
      Map.of(
          "version", "16.12.0",
          "threads", Integer.toString(THREADS),
          "polling", "lock-and-fetch, every %d ms".formatted(POLLING.toMillis()),
          "after a commit", "triggerCheckForDueExecutions",
          "serializer", "JacksonSerializer");

  private final HikariDataSource dataSource;
  private final TransactionTemplate transactions;
  private final OneTimeTask<Event> task;
  private final SchedulerClient client;
  private final Scheduler scheduler;

  DbSchedulerChain(PostgresDatabase database, URI stub) throws SQLException {
    this.dataSource = OwnOutbox.pool(database, 2 * THREADS);
    ScheduledTasks.create(dataSource);
    LeanClient http = new LeanClient(stub);
    this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    this.task =
        Tasks.oneTime("webhook", Event.class)
            .execute((instance, context) -> Posting.send(http, instance.getData()));
    this.client =
        SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource), task)
            .serializer(new JacksonSerializer())
            .build();
    this.scheduler =
        Scheduler.create(dataSource, task)
            .serializer(new JacksonSerializer())
            .threads(THREADS)
            .pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT)
            .pollingInterval(POLLING)
            .build();
    scheduler.start();
  }

  @Override
  public long commit(Event event) {
    transactions.executeWithoutResult(
        status -> client.scheduleBatch(List.of(task.instance(event.id(), event)), Instant.now()));
    long committed = WallClock.micros();
    scheduler.triggerCheckForDueExecutions();
    return committed;
  }

  @Override
  public void close() {
    scheduler.stop();
    dataSource.close();
  }
}
