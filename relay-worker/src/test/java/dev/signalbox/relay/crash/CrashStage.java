package dev.signalbox.relay.crash;

import static java.util.Objects.requireNonNull;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.drain.SliceActivity;
import dev.signalbox.relay.drain.SliceRequest;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.relay.workflow.RelayWorkflows;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalListener;
import dev.signalbox.signal.SignalerOptions;
import dev.signalbox.testkit.services.SignalboxExtension;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What the worlds of a test share: servers, and one runner of Temporal's tasks that gives each to
 * the process of its world. Safe for use by several threads.
 */
final class CrashStage implements AutoCloseable, MortalCalls.Directory {

  private final SignalboxExtension signalbox;
  private final Map<String, CrashWorld> worlds = new ConcurrentHashMap<>();
  private final Installation installation;
  private final WorkflowServiceStubs mortalStubs;
  private final WorkerFactory factory;

  CrashStage(SignalboxExtension signalbox) throws SQLException {
    this.signalbox = signalbox;
    this.installation =
        new Installations(dataSource(), SchemaName.DEFAULT).bind(new Source(signalbox.name()));
    this.mortalStubs = WorkflowServiceStubs.newServiceStubs(mortalOptions());
    this.factory =
        WorkerFactory.newInstance(
            WorkflowClient.newInstance(mortalStubs, client().getOptions()),
            WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
    Worker worker =
        factory.newWorker(
            signalbox.name(),
            WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setDefaultDeadlockDetectionTimeout(60_000) // a busy machine has none
                .setDisableEagerExecution(true) // an answer that is lost must not hold a task
                .build());
    RelayWorkflows.register(worker);
    SliceActivity activity = request -> world(request).run(request);
    worker.registerActivitiesImplementations(activity);
    factory.start();
  }

  private CrashWorld world(SliceRequest request) {
    return requireNonNull(
        worlds.get(workflowId(new OrganizationId(request.organizationId()))),
        "An organization of no world.");
  }

  void enter(CrashWorld world) {
    worlds.put(workflowId(world.organization()), world);
  }

  DataSource dataSource() {
    return signalbox.database().dataSource();
  }

  Installation installation() {
    return installation;
  }

  WorkflowClient client() {
    return signalbox.workflowClient();
  }

  String workflowId(OrganizationId organization) {
    return RelayContract.workflowId(installation.source(), organization);
  }

  /** A producer's signaler; whatever is not of a mortal process passes untouched. */
  RelaySignaler signaler(
      WorkflowServiceStubsOptions stubs, DataSource dataSource, SignalListener listener) {
    return RelaySignaler.start(
        SignalerOptions.builder()
            .source(installation.source())
            .taskQueue(signalbox.name())
            .senderThreads(1)
            .callDeadline(Duration.ofSeconds(20)) // a busy machine must not look like a lost signal
            .build(),
        stubs,
        client().getOptions(),
        dataSource,
        listener);
  }

  WorkflowServiceStubsOptions immortalOptions() {
    return signalbox.services().temporal().stubsOptions();
  }

  WorkflowServiceStubsOptions optionsOf(MortalProcess process) {
    return with(
        new MortalCalls(
            new MortalCalls.Directory() {
              @Override
              public MortalProcess ofWorkflow(String workflowId) {
                return process;
              }

              @Override
              public void unanswered(Object answer) {
                // a signal: nobody waits for it
              }
            }));
  }

  private WorkflowServiceStubsOptions mortalOptions() {
    return with(new MortalCalls(this));
  }

  private WorkflowServiceStubsOptions with(MortalCalls calls) {
    WorkflowServiceStubsOptions options = immortalOptions();
    var interceptors = new ArrayList<>(options.getGrpcClientInterceptors());
    interceptors.add(calls);
    return WorkflowServiceStubsOptions.newBuilder(options)
        .setGrpcClientInterceptors(interceptors)
        .build();
  }

  @Override
  public @Nullable MortalProcess ofWorkflow(String workflowId) {
    CrashWorld world = worlds.get(workflowId);
    return world == null ? null : world.relayProcess();
  }

  /** The time-out of a task whose worker is gone, without the time. */
  @Override
  public void unanswered(Object answer) {
    var temporal = client().getWorkflowServiceStubs().blockingStub();
    if (answer instanceof RespondActivityTaskCompletedRequest slice) {
      var unused =
          temporal.respondActivityTaskFailed(
              RespondActivityTaskFailedRequest.newBuilder()
                  .setNamespace(slice.getNamespace())
                  .setTaskToken(slice.getTaskToken())
                  .setFailure(
                      Failure.newBuilder()
                          .setApplicationFailureInfo(ApplicationFailureInfo.getDefaultInstance()))
                  .build());
    } else if (answer instanceof RespondWorkflowTaskCompletedRequest task) {
      var unused =
          temporal.respondWorkflowTaskFailed(
              RespondWorkflowTaskFailedRequest.newBuilder()
                  .setNamespace(task.getNamespace())
                  .setTaskToken(task.getTaskToken())
                  .build());
    }
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(20, TimeUnit.SECONDS);
    mortalStubs.shutdownNow();
  }
}
