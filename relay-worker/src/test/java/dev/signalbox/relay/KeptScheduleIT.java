package dev.signalbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.testkit.services.SignalboxExtension;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody deletes the schedule of the sweep, or Temporal comes back without its data. */
class KeptScheduleIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  @Test
  void aRunningWorkerMakesItAgain() throws Exception {
    assumeTrue(!SIGNALBOX.services().temporal().isInMemory(), "the server has no schedules");
    RelayWorker worker = IdleWorker.of(SIGNALBOX, SIGNALBOX.database().dataSource(), settings());
    worker.start();
    try {
      awaitSchedule();

      handle().delete();

      awaitSchedule();
      assertThat(handle().describe().getSchedule().getSpec().getIntervals()).hasSize(1);
      handle().delete();
    } finally {
      worker.stop(Duration.ofSeconds(20));
    }
  }

  private static StepSettings settings() {
    StepSettings usual = StepSettings.DEFAULT;
    return new StepSettings(
        usual.lease(),
        usual.organization(),
        usual.drain(),
        usual.delivery(),
        usual.backoff(),
        usual.limits(),
        usual.watch(),
        new SweepSettings(Duration.ofSeconds(1), Duration.ZERO, 100));
  }

  private static void awaitSchedule() {
    while (!isThere()) {
      Thread.onSpinWait();
    }
  }

  private static boolean isThere() {
    try {
      handle().describe();
      return true;
    } catch (ScheduleException e) {
      return false;
    }
  }

  private static ScheduleHandle handle() {
    WorkflowClient client = SIGNALBOX.workflowClient();
    return ScheduleClient.newInstance(
            client.getWorkflowServiceStubs(),
            ScheduleClientOptions.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .build())
        .getHandle("signalbox-sweep/%s/%s".formatted(SIGNALBOX.name(), SIGNALBOX.name()));
  }
}
