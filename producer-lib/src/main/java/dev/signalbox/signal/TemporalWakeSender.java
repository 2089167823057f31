package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.RelayInput;
import io.grpc.Context;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Signal-with-start on a connection of its own, whose limits are as short as a signal deserves. */
final class TemporalWakeSender implements WakeSender {

  private static final int MAX_RACES = 5;

  private final SignalerOptions options;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("signalbox-deadline"));

  TemporalWakeSender(
      SignalerOptions options,
      WorkflowServiceStubsOptions stubsOptions,
      WorkflowClientOptions clientOptions) {
    this.options = options;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(shortened(stubsOptions, options.callDeadline()));
    this.client = WorkflowClient.newInstance(stubs, clientOptions);
  }

  /** One attempt may take half of the time, so that one that is lost leaves time for another. */
  private static WorkflowServiceStubsOptions shortened(
      WorkflowServiceStubsOptions stubsOptions, Duration callDeadline) {
    Duration attempt = callDeadline.dividedBy(2);
    return WorkflowServiceStubsOptions.newBuilder(stubsOptions)
        .setRpcTimeout(attempt)
        .setSystemInfoTimeout(attempt)
        .setRpcRetryOptions(
            RpcRetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMillis(50))
                .setMaximumInterval(Duration.ofMillis(500))
                .setExpiration(callDeadline)
                .validateBuildWithDefaults())
        .validateAndBuildWithDefaults();
  }

  @Override
  public WakeAnswer wake(OrganizationId organization, String databaseId) {
    // the context's deadline bounds attempts, pauses between them and the first call's handshake
    try (Context.CancellableContext context =
        Context.current()
            .withDeadlineAfter(options.callDeadline().toNanos(), TimeUnit.NANOSECONDS, deadlines)) {
      return context.call(() -> send(organization, databaseId));
    } catch (Exception e) {
      // wide: whatever the client throws, the organization that it was about waits for the sweep
      return WakeFailures.answer(e);
    }
  }

  private WakeAnswer send(OrganizationId organization, String databaseId) {
    for (int race = 1; ; race++) {
      try {
        signalWithStart(organization, databaseId);
        return new WakeAnswer.Accepted();
      } catch (RuntimeException e) {
        // Temporal's in-memory test server closes a run between the two halves of a
        // signal-with-start; on a real server, where they are one, another try does no harm
        if (race == MAX_RACES || !WakeFailures.isRace(e)) {
          throw e;
        }
      }
    }
  }

  private void signalWithStart(OrganizationId organization, String databaseId) {
    WorkflowStub workflow =
        client.newUntypedWorkflowStub(
            RelayContract.WORKFLOW_TYPE,
            RelayWorkflowOptions.of(options.source(), organization, options.taskQueue()));
    workflow.signalWithStart(
        RelayContract.WAKE_SIGNAL,
        new Object[0],
        new Object[] {RelayInput.start(options.source(), organization, databaseId)});
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    deadlines.shutdownNow();
  }
}
