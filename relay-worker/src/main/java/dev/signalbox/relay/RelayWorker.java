package dev.signalbox.relay;

import dev.signalbox.relay.drain.Slices;
import dev.signalbox.relay.hold.SourceHold;
import dev.signalbox.relay.redrive.LetterOperations;
import dev.signalbox.relay.sweep.Sweeps;
import dev.signalbox.relay.sweep.Upkeep;
import dev.signalbox.relay.workflow.RelayWorkflows;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs workflows and slices of one task queue, and the upkeep. Started once, stopped once. */
@Singleton
public final class RelayWorker {

  private static final Logger log = LoggerFactory.getLogger(RelayWorker.class);
  private static final Duration LAST_GRACE = Duration.ofSeconds(5);

  /** Temporal's own default. */
  private static final int LEAST_CACHE = 600;

  /**
   * Temporal's own default is 5 s. A server that needs longer to hand a task to the worker that has
   * its workflow in memory gives it to any, which replays it: 200 organizations that ended together
   * kept a small server busy for six seconds, and a tenth was replayed. A task for a worker that
   * was killed waits for as long, if it comes within 10 s of its last poll. So does a query, and
   * whoever asks gives up after 10 s: hence no more than 8.
   */
  private static final Duration KEPT_FOR_ITS_WORKER = Duration.ofSeconds(8);

  private final WorkerFactory factory;
  private final TaskQueue taskQueue;
  private final Slices slices;
  private final Upkeep upkeep;
  private final SourceHold sourceHold;

  @Inject
  RelayWorker(
      WorkflowClient client,
      TaskQueue taskQueue,
      Slices slices,
      LetterOperations letters,
      Sweeps sweeps,
      Upkeep upkeep,
      SourceHold sourceHold) {
    this.factory = WorkerFactory.newInstance(client, factoryOptions(slices.slots()));
    this.taskQueue = taskQueue;
    this.slices = slices;
    this.upkeep = upkeep;
    this.sourceHold = sourceHold;
    Worker worker = factory.newWorker(taskQueue.name(), workerOptions(slices.slots()));
    RelayWorkflows.register(worker);
    sweeps.register(worker);
    worker.registerActivitiesImplementations(slices.activity());
    letters.register(worker);
  }

  /** Begins to take work. */
  public void start() {
    factory.start();
    upkeep.start(taskQueue.name());
    sourceHold.start();
  }

  /** Whether it takes work. */
  public boolean isPolling() {
    return factory.isStarted() && !factory.isShutdown();
  }

  /**
   * Takes no more work, lets running slices settle what they have in flight, and returns when they
   * have or {@code grace} is over, but for what the upkeep is at, which has two seconds more.
   * Whatever was not settled by then is delivered again under the same id by another worker.
   */
  public void stop(Duration grace) {
    log.info("The worker stops within {}.", grace);
    upkeep.stop();
    sourceHold.close();
    factory.shutdown();
    slices.stop();
    factory.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    if (!factory.isTerminated()) {
      log.warn("Some slices did not settle in time; another worker will deliver again.");
      factory.shutdownNow();
      factory.awaitTermination(LAST_GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }
    upkeep.close();
    log.info("The worker has stopped.");
  }

  /**
   * Each slice's workflow stays in memory: one that did not would be replayed at its end. The cache
   * evicts by segments, which fill unevenly: with room for 200, 178 of 200 stayed.
   */
  private static WorkerFactoryOptions factoryOptions(int slots) {
    return WorkerFactoryOptions.newBuilder()
        .setUsingVirtualWorkflowThreads(true)
        .setWorkflowCacheSize(Math.max(LEAST_CACHE, 2 * slots))
        .build();
  }

  /** A busy small machine may take seconds to give a workflow thread its turn. */
  private static WorkerOptions workerOptions(int slots) {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentActivityExecutionSize(slots)
        .setDefaultDeadlockDetectionTimeout(5_000)
        .setStickyQueueScheduleToStartTimeout(KEPT_FOR_ITS_WORKER)
        .build();
  }
}
