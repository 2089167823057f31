package dev.signalbox.bench.latency;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.testkit.services.TemporalService;
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
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Signal-with-start, workflow, activity, POST: what a wake by Temporal costs without an outbox. */
final class TemporalFloorChain implements Chain {

  private static final int PAYLOAD_BYTES = 1024;
  private static final long GRACE_SECONDS = 10;

  private final String taskQueue = "floor-" + UUID.randomUUID();
  private final WakeTrace trace = new WakeTrace();
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final WorkerFactory factory;

  /** Starts a worker of its own. */
  TemporalFloorChain(TemporalService temporal, URI stub) {
    WorkflowServiceStubsOptions options = temporal.stubsOptions();
    List<ClientInterceptor> interceptors = new ArrayList<>(options.getGrpcClientInterceptors());
    interceptors.add(trace);
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder(options)
                .setGrpcClientInterceptors(interceptors)
                .setGrpcCompression(GrpcCompression.NONE)
                .build());
    this.client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setNamespace(temporal.namespace()).build());
    this.factory =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
    Worker worker =
        factory.newWorker(
            taskQueue, WorkerOptions.newBuilder().setUsingVirtualThreads(true).build());
    worker.registerWorkflowImplementationFactory(FloorRelay.class, FloorRelayImpl::new);
    LeanClient http = new LeanClient(stub);
    String payload = new Messages(PAYLOAD_BYTES).of("floor", 1).get(0).payload();
    FloorPost post =
        (organization, event) -> http.send(new Message(organization, Event.TYPE, payload), event);
    worker.registerActivitiesImplementations(post);
    factory.start();
  }

  /** Commits nothing: its time begins when the signal is to be sent. */
  @Override
  public long commit(Event event) {
    long now = WallClock.micros();
    client
        .newUntypedWorkflowStub(
            FloorRelay.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(taskQueue + "/" + event.organization())
                .setTaskQueue(taskQueue)
                .build())
        .signalWithStart(
            FloorRelay.WAKE, new Object[] {event.id()}, new Object[] {event.organization()});
    return now;
  }

  @Override
  public Map<String, Double> figures(List<Sent> sent) {
    return trace.figures(sent);
  }

  @Override
  public void close() {
    factory.shutdown();
    factory.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
    stubs.shutdownNow();
  }
}
