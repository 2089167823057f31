package dev.signalbox.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.testkit.services.Greeting.GreetingImpl;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class TemporalServiceIT {

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  @BeforeAll
  static void startOutsideOfTheTimeLimit() {
    SIGNALBOX.workflowClient();
  }

  /** Without {@link NoStickyQueue} the in-memory server never hands over, and this times out. */
  @Test
  @Timeout(60)
  void aWorkflowGoesOnAtTheNextWorker() throws Exception {
    WorkflowClient client = SIGNALBOX.workflowClient();
    Greeting greeting = client.newWorkflowStub(Greeting.class, options());
    WorkerFactory first = worker(client);
    WorkflowExecution execution = WorkflowClient.start(greeting::greet);
    greeting.meet("Ann");
    awaitCompletedTask(client, execution);
    first.shutdownNow();
    first.awaitTermination(20, TimeUnit.SECONDS);

    WorkerFactory second = worker(client);
    greeting.meet("Bob");
    assertThat(WorkflowStub.fromTyped(greeting).getResult(String.class))
        .isEqualTo("Hello Ann and Bob");
    second.shutdownNow();
    second.awaitTermination(20, TimeUnit.SECONDS);
  }

  @Test
  void saysWhatItIs() {
    TemporalService temporal = SIGNALBOX.services().temporal();
    assertThat(temporal.describe()).startsWith("Temporal ").contains(temporal.address());
    assertThat(temporal.isInMemory()).isEqualTo(temporal.kind() == ServiceKind.EMBEDDED);
    assertThat(temporal.interceptors()).hasSize(temporal.isInMemory() ? 1 : 0);
  }

  @Test
  void anAddressWithoutAServerIsNamed() {
    TemporalEndpoint nobody = TemporalEndpoint.withoutUi("127.0.0.1:" + FreePort.find());
    assertThatThrownBy(
            () -> new TemporalService(ServiceKind.GIVEN, nobody, Duration.ofMillis(300), () -> {}))
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessageContaining(nobody.address());
  }

  private static void awaitCompletedTask(WorkflowClient client, WorkflowExecution execution) {
    while (client.fetchHistory(execution.getWorkflowId()).getHistory().getEventsList().stream()
        .noneMatch(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)) {
      Thread.onSpinWait();
    }
  }

  private static WorkerFactory worker(WorkflowClient client) {
    WorkerFactory factory = WorkerFactory.newInstance(client);
    factory
        .newWorker(SIGNALBOX.name())
        .registerWorkflowImplementationFactory(Greeting.class, GreetingImpl::new);
    factory.start();
    return factory;
  }

  private static WorkflowOptions options() {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(SIGNALBOX.name())
        .setWorkflowId(SIGNALBOX.name() + "/greeting")
        .build();
  }
}
