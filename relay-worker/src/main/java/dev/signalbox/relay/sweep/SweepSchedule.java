package dev.signalbox.relay.sweep;

import dev.signalbox.relay.installation.Installation;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.failure.TemporalException;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedule by which Temporal has the outbox swept: one sweep per interval, however many workers
 * there are. Whoever starts makes it, or brings it up to date; one that is paused stays so.
 */
final class SweepSchedule {

  private static final Logger log = LoggerFactory.getLogger(SweepSchedule.class);

  /** Answers that will be the same the next time. */
  private static final Set<Status.Code> FINAL =
      Set.of(Status.Code.UNIMPLEMENTED, Status.Code.INVALID_ARGUMENT);

  /** Who sweeps from now on. */
  enum Sweeper {
    /** The schedule is there. */
    SCHEDULE,
    /** Each worker by itself, until the schedule can be made. */
    WORKER_FOR_NOW,
    /** Each worker by itself: this Temporal will not have the schedule. */
    WORKER
  }

  private final WorkflowClient client;
  private final Installation installation;
  private final SweepSettings settings;

  @Inject
  SweepSchedule(WorkflowClient client, Installation installation, SweepSettings settings) {
    this.client = client;
    this.installation = installation;
    this.settings = settings;
  }

  /** Makes the schedule, or changes it where it differs from the settings. */
  Sweeper ensure(String taskQueue) {
    SweepRequest request =
        new SweepRequest(installation.source().value(), installation.databaseId());
    SchedulePlan plan = SchedulePlan.of(request, taskQueue, settings.interval());
    try {
      ensure(plan);
      return Sweeper.SCHEDULE;
    } catch (TemporalException
        | StatusRuntimeException e) { // whatever the server or its access says
      Status.Code code = code(e);
      log.warn(
          "Temporal does not take the schedule {} ({}): each worker sweeps by itself every {}.",
          plan.id(),
          code,
          settings.interval());
      return FINAL.contains(code) ? Sweeper.WORKER : Sweeper.WORKER_FOR_NOW;
    }
  }

  private void ensure(SchedulePlan plan) {
    ScheduleClient schedules =
        ScheduleClient.newInstance(client.getWorkflowServiceStubs(), options());
    try {
      var unused =
          schedules.createSchedule(
              plan.id(), plan.schedule(), ScheduleOptions.newBuilder().build());
      log.info("The schedule {} sweeps every {}.", plan.id(), plan.interval());
    } catch (ScheduleAlreadyRunningException e) {
      bringUpToDate(plan, schedules.getHandle(plan.id()));
    }
  }

  private static void bringUpToDate(SchedulePlan plan, ScheduleHandle handle) {
    Schedule there = handle.describe().getSchedule();
    Optional<SchedulePlan> old = SchedulePlan.in(there);
    if (!old.equals(Optional.of(plan))) {
      old.map(SchedulePlan::request)
          .filter(request -> !request.equals(plan.request()))
          .ifPresent(
              request ->
                  log.warn(
                      "The schedule {} swept database {}, now it sweeps database {}. Two outboxes"
                          + " need sources or task queues of their own.",
                      plan.id(),
                      request.databaseId(),
                      plan.request().databaseId()));
      handle.update(input -> new ScheduleUpdate(plan.asIn(input.getDescription().getSchedule())));
      log.info("The schedule {} is changed: it sweeps every {}.", plan.id(), plan.interval());
    }
    if (there.getState() != null && there.getState().isPaused()) {
      log.warn(
          "The schedule {} is paused: nobody finds organizations whose signal was lost until it is"
              + " unpaused.",
          plan.id());
    }
  }

  private ScheduleClientOptions options() {
    WorkflowClientOptions options = client.getOptions();
    return ScheduleClientOptions.newBuilder()
        .setNamespace(options.getNamespace())
        .setIdentity(options.getIdentity())
        .setDataConverter(options.getDataConverter())
        .build();
  }

  private static Status.Code code(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return status.getStatus().getCode();
      }
    }
    return Status.Code.UNKNOWN;
  }
}
