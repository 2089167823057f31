package dev.signalbox.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashingTemporalIT {

  @Test
  void aWorkflowThatWasStartedIsThereAfterAKill(@TempDir Path directory) {
    assumeTrue(
        CrashingTemporal.isInstalled(System.getenv()), "no program \"temporal\" is on the PATH");
    try (CrashingTemporal temporal =
        CrashingTemporal.start(System.getenv(), directory.resolve("temporal.db"))) {
      String run = start(temporal);
      temporal.kill();
      temporal.restart();
      assertThat(runOf(temporal)).isEqualTo(run);
    }
  }

  private static String start(CrashingTemporal temporal) {
    WorkflowServiceStubs stubs = stubs(temporal);
    try {
      WorkflowOptions options =
          WorkflowOptions.newBuilder().setWorkflowId("w").setTaskQueue("nobody").build();
      WorkflowStub workflow =
          WorkflowClient.newInstance(stubs).newUntypedWorkflowStub("Anything", options);
      return workflow.start().getRunId();
    } finally {
      stubs.shutdownNow();
    }
  }

  private static String runOf(CrashingTemporal temporal) {
    WorkflowServiceStubs stubs = stubs(temporal);
    try {
      return WorkflowClient.newInstance(stubs)
          .newUntypedWorkflowStub("w")
          .describe()
          .getExecution()
          .getRunId();
    } finally {
      stubs.shutdownNow();
    }
  }

  private static WorkflowServiceStubs stubs(CrashingTemporal temporal) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
  }
}
