package dev.signalbox.relay.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.RelayInput;
import dev.signalbox.contract.RelayStatus;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.drain.SliceActivity;
import dev.signalbox.relay.drain.SliceRequest;
import dev.signalbox.testkit.services.NoStickyQueue;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers of two builds on one task queue. */
class OldBuildTest {

  private static final OrganizationId ACME = new OrganizationId("acme");

  private final TestWorkflowEnvironment environment =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowServiceStubsOptions(
                  WorkflowServiceStubsOptions.newBuilder()
                      .setGrpcClientInterceptors(List.of(new NoStickyQueue()))
                      .build())
              .build());
  private final WorkflowClient client = environment.getWorkflowClient();
  private final AtomicInteger earlierSlices = new AtomicInteger();

  @AfterEach
  void close() {
    environment.close();
  }

  @Test
  void whatAnEarlierBuildBeganThisOneFinishes() {
    ScriptedSlices slices = threeSlices();
    WorkerFactory earlier = earlierBuild(slices);
    wake();
    awaitTimer();
    stop(earlier);

    WorkerFactory own = thisBuild(slices);
    environment.sleep(Duration.ofHours(1));
    awaitEnd();

    RelayStatus status = status();
    assertThat(status.state()).isEqualTo("idle");
    assertThat(status.progress().delivered()).isEqualTo(7);
    assertThat(slices.requests()).extracting(SliceRequest::slice).containsExactly(1L, 2L, 3L);
    stop(own);
  }

  @Test
  void whatThisBuildBeganAnEarlierOneFinishes() {
    ScriptedSlices slices = threeSlices();
    WorkerFactory own = thisBuild(slices);
    wake();
    awaitTimer();
    stop(own);

    WorkerFactory earlier = earlierBuild(slices);
    environment.sleep(Duration.ofHours(1));
    awaitEnd();

    assertThat(slices.requests()).extracting(SliceRequest::slice).containsExactly(1L, 2L, 3L);
    assertThat(earlierSlices).hasValue(1);
    stop(earlier);
  }

  @Test
  void anEarlierBuildsSlicesServeThisBuildsWorkflows() throws Exception {
    WorkerFactory workflows = start(RelayWorkflows::register);
    WorkerFactory activities =
        start(worker -> EarlierBuild.registerSlices(worker, threeSlices(), earlierSlices));
    wake();
    awaitEnd();

    assertThat(status().progress().delivered()).isEqualTo(7);
    assertThat(earlierSlices).hasValue(3);
    replay();
    stop(workflows);
    stop(activities);
  }

  @Test
  void thisBuildsSlicesServeAnEarlierBuildsWorkflows() {
    ScriptedSlices slices = threeSlices();
    WorkerFactory workflows = start(EarlierBuild::registerWorkflow);
    WorkerFactory activities = start(worker -> worker.registerActivitiesImplementations(slices));
    wake();
    awaitEnd();

    assertThat(slices.requests()).extracting(SliceRequest::slice).containsExactly(1L, 2L, 3L);
    stop(workflows);
    stop(activities);
  }

  private static ScriptedSlices threeSlices() {
    return new ScriptedSlices()
        .then(ScriptedSlices.more(5), ScriptedSlices.dueIn(Duration.ofHours(1)))
        .then(ScriptedSlices.delivered(2));
  }

  private WorkerFactory earlierBuild(SliceActivity slices) {
    return start(
        worker -> {
          EarlierBuild.registerWorkflow(worker);
          EarlierBuild.registerSlices(worker, slices, earlierSlices);
        });
  }

  private WorkerFactory thisBuild(SliceActivity slices) {
    return start(
        worker -> {
          RelayWorkflows.register(worker);
          worker.registerActivitiesImplementations(slices);
        });
  }

  private WorkerFactory start(Consumer<Worker> registration) {
    WorkerFactory factory = WorkerFactory.newInstance(client);
    registration.accept(factory.newWorker(RelayContract.DEFAULT_TASK_QUEUE));
    factory.start();
    return factory;
  }

  private static void stop(WorkerFactory factory) {
    factory.shutdown();
    factory.awaitTermination(1, TimeUnit.MINUTES);
  }

  private void wake() {
    stub()
        .signalWithStart(
            RelayContract.WAKE_SIGNAL,
            new Object[0],
            new Object[] {RelayInput.start(Source.DEFAULT, ACME, "database")});
  }

  private WorkflowStub stub() {
    return client.newUntypedWorkflowStub(
        RelayContract.WORKFLOW_TYPE,
        WorkflowOptions.newBuilder()
            .setTaskQueue(RelayContract.DEFAULT_TASK_QUEUE)
            .setWorkflowId(RelayContract.workflowId(Source.DEFAULT, ACME))
            .build());
  }

  private void awaitTimer() {
    while (client.fetchHistory(id()).getEvents().stream()
        .noneMatch(event -> event.hasTimerStartedEventAttributes())) {
      Thread.onSpinWait();
    }
  }

  private void awaitEnd() {
    client.newUntypedWorkflowStub(id()).getResult(Void.class);
  }

  private RelayStatus status() {
    return client.newUntypedWorkflowStub(id()).query(RelayContract.STATUS_QUERY, RelayStatus.class);
  }

  private void replay() throws Exception {
    try (TestWorkflowEnvironment other = TestWorkflowEnvironment.newInstance()) {
      Worker worker = other.newWorker(RelayContract.DEFAULT_TASK_QUEUE);
      RelayWorkflows.register(worker);
      WorkflowReplayer.replayWorkflowExecution(client.fetchHistory(id()), worker);
    }
  }

  private static String id() {
    return RelayContract.workflowId(Source.DEFAULT, ACME);
  }
}
