package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.installation.WrongInstallationException;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.wake.Wakes;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.failure.ApplicationFailure;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Temporal calls. Its failures say the kind and the SQLSTATE, never what a row holds. */
final class SliceActivityImpl implements SliceActivity {

  private static final Logger log = LoggerFactory.getLogger(SliceActivityImpl.class);

  private final DrainSlice slice;
  private final Installation installation;
  private final Wakes wakes;
  private final Heartbeats heartbeats;

  @Inject
  SliceActivityImpl(
      DrainSlice slice, Installation installation, Wakes wakes, Heartbeats heartbeats) {
    this.slice = slice;
    this.installation = installation;
    this.wakes = wakes;
    this.heartbeats = heartbeats;
  }

  @Override
  public SliceResult drain(SliceRequest request) {
    installation
        .mismatch(request.source(), request.databaseId())
        .ifPresent(
            mismatch -> {
              throw ApplicationFailure.newNonRetryableFailure(mismatch, MISMATCH);
            });
    ActivityExecutionContext context = Activity.getExecutionContext();
    Heartbeat heartbeat = heartbeats.of(context, request.organizationId());
    try {
      return slice.drain(request, holder(request, context.getInfo()), heartbeat::mayGoOn);
    } catch (SQLException e) {
      log.warn(
          "A slice failed with SQLSTATE {} and will be tried again: organization={}",
          e.getSQLState(),
          request.organizationId());
      throw ApplicationFailure.newFailure(
          "The database answered SQLSTATE " + e.getSQLState() + ".", "Database");
    } catch (WrongInstallationException e) {
      log.error(
          "A slice was refused and will be tried again: organization={}: {}",
          request.organizationId(),
          e.getMessage());
      throw ApplicationFailure.newFailure(e.getMessage(), "Installation");
    } catch (RuntimeException e) { // its message may hold anything: only class and place are told
      log.error(
          "A slice failed by a bug, {} at {}, and will be tried again: organization={}",
          e.getClass().getName(),
          e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0],
          request.organizationId());
      throw ApplicationFailure.newFailure(
          "A slice failed by a bug: " + e.getClass().getSimpleName() + ".", "Bug");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApplicationFailure.newFailure("The worker stopped.", "Stopped");
    } finally {
      heartbeat.close();
      if (heartbeat.isGivenUp()) {
        wakes.wake(List.of(new OrganizationId(request.organizationId())));
      }
    }
  }

  private static Holder holder(SliceRequest request, ActivityInfo info) {
    String runId = Objects.requireNonNull(info.getWorkflowRunId(), "A slice is run by a workflow.");
    return new Holder(runId, request.slice(), info.getAttempt());
  }
}
