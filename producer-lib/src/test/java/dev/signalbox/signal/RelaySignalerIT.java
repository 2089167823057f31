package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.OrganizationRelay;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.RelayInput;
import dev.signalbox.contract.RelayProgress;
import dev.signalbox.contract.RelayStatus;
import dev.signalbox.contract.Source;
import dev.signalbox.signal.DrainFlag.Reading;
import dev.signalbox.signal.SignalOutcome.FailureCause;
import dev.signalbox.signal.SignalOutcome.Sent;
import io.grpc.Status;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.PortBoundTestServer;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RelaySignalerIT {

  private static final String NAMESPACE = "relay-tests";
  private static final String TASK_QUEUE = "relay-queue";
  private static final Source SOURCE = new Source("shop");
  private static final WorkflowClientOptions CLIENT_OPTIONS =
      WorkflowClientOptions.newBuilder().setNamespace(NAMESPACE).build();

  private static PortBoundTestServer server;
  private static WorkflowServiceStubsOptions stubsOptions;
  private static WorkflowServiceStubs stubs;
  private static WorkflowClient client;
  private static WorkerFactory workers;

  private final RecordingListener listener = new RecordingListener();

  /** Completes with the second wake. */
  public static final class TwoWakes implements OrganizationRelay {

    private int wakes;

    @Override
    public void run(RelayInput input) {
      Workflow.await(() -> wakes >= 2);
    }

    @Override
    public void wake() {
      wakes++;
    }

    @Override
    public RelayStatus status() {
      return new RelayStatus("waiting", RelayProgress.NONE, "", "");
    }
  }

  @BeforeAll
  static void start() throws IOException {
    int port = freePort();
    server = TestServer.createPortBoundServer(port);
    stubsOptions = target(port);
    stubs = WorkflowServiceStubs.newServiceStubs(stubsOptions);
    client = WorkflowClient.newInstance(stubs, CLIENT_OPTIONS);
    workers = WorkerFactory.newInstance(client);
    workers.newWorker(TASK_QUEUE).registerWorkflowImplementationTypes(TwoWakes.class);
    workers.start();
  }

  @AfterAll
  static void stop() {
    workers.shutdownNow();
    stubs.shutdownNow();
    server.close();
  }

  @Test
  void theFirstSignalStartsTheWorkflowOfTheOrganization() throws InterruptedException {
    OrganizationId organization = new OrganizationId("first/ü");
    try (RelaySignaler signaler = signaler(stubsOptions)) {
      signaler.signalRelay(organization);
      assertThat(listener.next()).isEqualTo(new Sent());
    }
    WorkflowExecutionStartedEventAttributes started = started(organization);
    assertThat(started.getWorkflowType().getName()).isEqualTo("OrganizationRelay");
    assertThat(started.getTaskQueue().getName()).isEqualTo(TASK_QUEUE);
    assertThat(started.getPriority().getFairnessKey()).isEqualTo("first/ü");
    assertThat(input(organization))
        .isEqualTo(RelayInput.start(new Source("shop"), new OrganizationId("first/ü"), "db-7"));
    assertThat(wakes(organization)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00000000-1111-2222-3333-444444444444"})
  void withoutADatabaseTheWorkflowIsStartedWithTheDatabaseIdOfTheOptions(String databaseId)
      throws InterruptedException {
    OrganizationId organization = new OrganizationId("of " + databaseId);
    SignalerOptions options =
        SignalerOptions.builder()
            .source(SOURCE)
            .taskQueue(TASK_QUEUE)
            .databaseId(databaseId)
            .build();
    try (RelaySignaler signaler =
        RelaySignaler.startWithoutDatabase(options, stubsOptions, CLIENT_OPTIONS, listener)) {
      signaler.signalRelay(organization);
      assertThat(listener.next()).isEqualTo(new Sent());
    }
    assertThat(input(organization).databaseId()).isEqualTo(databaseId);
  }

  @Test
  void theNextSignalGoesToTheRunThatIsThere() throws InterruptedException {
    OrganizationId organization = new OrganizationId("running");
    try (RelaySignaler signaler = signaler(stubsOptions)) {
      signaler.signalRelay(organization);
      assertThat(listener.next()).isEqualTo(new Sent());
      String run = started(organization).getOriginalExecutionRunId();
      signaler.signalRelay(organization);
      assertThat(listener.next()).isEqualTo(new Sent());
      assertThat(started(organization).getOriginalExecutionRunId()).isEqualTo(run);
      assertThat(wakes(organization)).isEqualTo(2);
    }
  }

  @Test
  void aSignalAfterCompletionStartsItAgain() throws InterruptedException {
    OrganizationId organization = new OrganizationId("again");
    try (RelaySignaler signaler = signaler(stubsOptions)) {
      signaler.signalRelay(organization);
      listener.next();
      String run = started(organization).getOriginalExecutionRunId();
      signaler.signalRelay(organization);
      listener.next();
      client.newUntypedWorkflowStub(id(organization)).getResult(Void.class);
      signaler.signalRelay(organization);
      assertThat(listener.next()).isEqualTo(new Sent());
      assertThat(started(organization).getOriginalExecutionRunId()).isNotEqualTo(run);
      assertThat(wakes(organization)).isEqualTo(1);
    }
  }

  @Test
  void aWorkflowThatClosesBetweenSignalAndStartIsTriedAgain() throws InterruptedException {
    Iterator<Status> races =
        List.of(Status.NOT_FOUND.withDescription("Completed workflow"), Status.ALREADY_EXISTS)
            .iterator();
    WorkflowServiceStubsOptions racing =
        WorkflowServiceStubsOptions.newBuilder(stubsOptions)
            .setGrpcClientInterceptors(List.of(new FailingSignals(races)))
            .build();
    OrganizationId organization = new OrganizationId("racing");
    try (RelaySignaler signaler = signaler(racing)) {
      signaler.signalRelay(organization);
      assertThat(listener.next()).isEqualTo(new Sent());
    }
    assertThat(races).isExhausted();
    assertThat(wakes(organization)).isEqualTo(1);
  }

  @Test
  void unreachableTemporalFailsTheSignalAndNotTheCaller() throws Exception {
    try (RelaySignaler signaler = signaler(target(freePort()))) {
      for (int i = 0; i < 8; i++) {
        signaler.signalRelay(new OrganizationId("acme-" + i));
      }
      for (int i = 0; i < 8; i++) {
        listener.nextFailure(FailureCause.UNREACHABLE);
      }
    }
  }

  @Test
  void aServerThatNeverAnswersFailsTheSignalWithinItsDeadline() throws Exception {
    try (ServerSocket silent = new ServerSocket(0);
        RelaySignaler signaler = signaler(target(silent.getLocalPort()))) {
      signaler.signalRelay(new OrganizationId("acme"));
      listener.nextFailure(FailureCause.UNREACHABLE);
    }
  }

  private RelaySignaler signaler(WorkflowServiceStubsOptions target) {
    SignalerOptions options =
        SignalerOptions.builder().source(SOURCE).taskQueue(TASK_QUEUE).build();
    return new RelaySignaler(
        options,
        organization -> new Reading.Needed("db-7"),
        new TemporalWakeSender(options, target, CLIENT_OPTIONS),
        listener);
  }

  private static WorkflowServiceStubsOptions target(int port) {
    return WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + port).build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String id(OrganizationId organization) {
    return RelayContract.workflowId(SOURCE, organization);
  }

  private static WorkflowExecutionHistory history(OrganizationId organization) {
    return client.fetchHistory(id(organization));
  }

  private static WorkflowExecutionStartedEventAttributes started(OrganizationId organization) {
    return history(organization)
        .getHistory()
        .getEvents(0)
        .getWorkflowExecutionStartedEventAttributes();
  }

  private static RelayInput input(OrganizationId organization) {
    return DefaultDataConverter.newDefaultInstance()
        .fromPayload(
            started(organization).getInput().getPayloads(0), RelayInput.class, RelayInput.class);
  }

  private static long wakes(OrganizationId organization) {
    return history(organization).getHistory().getEventsList().stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
        .filter(
            event ->
                event.getWorkflowExecutionSignaledEventAttributes().getSignalName().equals("wake"))
        .count();
  }
}
