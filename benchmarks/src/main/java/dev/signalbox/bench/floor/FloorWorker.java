package dev.signalbox.bench.floor;

import dev.signalbox.relay.config.TemporalJson;
import io.grpc.ClientInterceptor;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client and a worker of {@link FloorRelay} on a task queue of their own. Thread-safe. */
public final class FloorWorker implements AutoCloseable {

  /** As many as Temporal's own default. */
  public static final int SLOTS = 200;

  private static final long GRACE_SECONDS = 10;

  /** As the relay's worker. */
  private static final long DEADLOCK_MILLIS = 5_000;

  /** As the relay's worker. */
  private static final Duration KEPT_FOR_ITS_WORKER = Duration.ofSeconds(8);

  private final String taskQueue = "floor-" + UUID.randomUUID();
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final WorkerFactory factory;

  /**
   * Starts the worker.
   *
   * @param slots how many activities it executes at once
   * @param interceptors see its calls, beside those of the options
   */
  public FloorWorker(
      WorkflowServiceStubsOptions options,
      String namespace,
      int slots,
      FloorPost post,
      ClientInterceptor... interceptors) {
    this.stubs = WorkflowServiceStubs.newServiceStubs(withAll(options, interceptors));
    this.client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setNamespace(namespace)
                .setDataConverter(TemporalJson.converter()) // as the relay's worker
                .build());
    this.factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setUsingVirtualWorkflowThreads(true)
                .setWorkflowCacheSize(2 * slots)
                .build());
    Worker worker =
        factory.newWorker(
            taskQueue,
            WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setMaxConcurrentActivityExecutionSize(slots)
                .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
                .setStickyQueueScheduleToStartTimeout(KEPT_FOR_ITS_WORKER)
                .build());
    worker.registerWorkflowImplementationFactory(FloorRelay.class, FloorRelayImpl::new);
    worker.registerActivitiesImplementations(post);
    factory.start();
  }

  private static WorkflowServiceStubsOptions withAll(
      WorkflowServiceStubsOptions options, ClientInterceptor... interceptors) {
    List<ClientInterceptor> all = new ArrayList<>(options.getGrpcClientInterceptors());
    all.addAll(List.of(interceptors));
    return WorkflowServiceStubsOptions.newBuilder(options)
        .setGrpcClientInterceptors(all)
        .setGrpcCompression(GrpcCompression.NONE) // as the relay's worker
        .build();
  }

  /** Has the event posted by the organization's workflow, which starts if there is none. */
  public void signal(String organization, String event) {
    client
        .newUntypedWorkflowStub(
            FloorRelay.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId(organization))
                .setTaskQueue(taskQueue)
                .build())
        .signalWithStart(FloorRelay.WAKE, new Object[] {event}, new Object[] {organization});
  }

  /**
   * Returns when the organization's workflow, which was signaled, has completed.
   *
   * @throws TimeoutException when it runs for longer than that
   */
  public void awaitEnd(String organization, Duration patience) throws TimeoutException {
    client
        .newUntypedWorkflowStub(workflowId(organization))
        .getResult(patience.toSeconds(), TimeUnit.SECONDS, Void.class);
  }

  /** For whoever reads the histories; ends with the worker. */
  public WorkflowClient client() {
    return client;
  }

  private String workflowId(String organization) {
    return taskQueue + "/" + organization;
  }

  @Override
  public void close() {
    factory.shutdown();
    factory.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
    stubs.shutdownNow();
  }
}
