package dev.signalbox.relay.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.contract.Source;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.sweep.SweepSchedule.Sweeper;
import dev.signalbox.testkit.services.SignalboxExtension;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The schedule on a real server; on the in-memory one only that each worker sweeps by itself. */
class SweepScheduleIT {

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  private final String taskQueue = "sweep-" + UUID.randomUUID();

  @Test
  void whereThereAreNoSchedulesEachWorkerSweepsByItself() {
    assumeTrue(SIGNALBOX.services().temporal().isInMemory(), "the server has schedules");
    assertThat(schedule("database", 30).ensure(taskQueue)).isEqualTo(Sweeper.WORKER);
  }

  @Test
  void theFirstWorkerMakesItAndTheOthersLeaveItAlone() {
    assumeSchedules();
    assertThat(schedule("database", 30).ensure(taskQueue)).isEqualTo(Sweeper.SCHEDULE);
    ScheduleDescription made = handle().describe();
    SchedulePolicy policy = Objects.requireNonNull(made.getSchedule().getPolicy());
    assertThat(policy.getOverlap()).isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
    assertThat(policy.getCatchupWindow()).isEqualTo(Duration.ofSeconds(30));
    assertThat(made.getSchedule().getSpec().getJitter()).isPositive();

    assertThat(schedule("database", 30).ensure(taskQueue)).isEqualTo(Sweeper.SCHEDULE);

    assertThat(handle().describe().getInfo().getLastUpdatedAt())
        .isEqualTo(made.getInfo().getLastUpdatedAt());
  }

  @Test
  void anotherIntervalOrDatabaseIsWrittenAndNothingElse() {
    assumeSchedules();
    schedule("database", 30).ensure(taskQueue);
    handle().pause("maintenance");

    assertThat(schedule("other", 60).ensure(taskQueue)).isEqualTo(Sweeper.SCHEDULE);

    Schedule schedule = handle().describe().getSchedule();
    assertThat(SchedulePlan.in(schedule))
        .contains(
            SchedulePlan.of(
                new SweepRequest("default", "other"), taskQueue, Duration.ofMinutes(1)));
    ScheduleState state = Objects.requireNonNull(schedule.getState());
    assertThat(state.isPaused()).isTrue();
    assertThat(state.getNote()).isEqualTo("maintenance");
  }

  @Test
  void itSweepsByWhoeverTakesIt() throws InterruptedException {
    assumeSchedules();
    CountDownLatch swept = new CountDownLatch(2);
    WorkerFactory factory = WorkerFactory.newInstance(SIGNALBOX.workflowClient());
    Sweeps.register(
        factory.newWorker(taskQueue),
        request -> {
          assertThat(request).isEqualTo(new SweepRequest("default", "database"));
          swept.countDown();
          return new Swept(0, 0);
        });
    factory.start();
    schedule("database", 1).ensure(taskQueue);

    swept.await();

    handle().delete();
    factory.shutdown();
  }

  private static void assumeSchedules() {
    assumeTrue(!SIGNALBOX.services().temporal().isInMemory(), "the server has no schedules");
  }

  private static SweepSchedule schedule(String databaseId, int seconds) {
    return new SweepSchedule(
        SIGNALBOX.workflowClient(),
        new Installation(Source.DEFAULT, databaseId),
        new SweepSettings(Duration.ofSeconds(seconds), Duration.ZERO, 100));
  }

  private ScheduleHandle handle() {
    WorkflowClient client = SIGNALBOX.workflowClient();
    return ScheduleClient.newInstance(
            client.getWorkflowServiceStubs(),
            ScheduleClientOptions.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .build())
        .getHandle("signalbox-sweep/default/" + taskQueue);
  }
}
