package dev.signalbox.relay.crash;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.crash.Moment.Side;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Target;
import dev.signalbox.relay.drain.DrainSettings;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.organization.UnknownOrganization;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.svix.SvixDestination;
import dev.signalbox.relay.svix.SvixSettings;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.wake.Wakes;
import dev.signalbox.relay.watch.WatchSettings;
import dev.signalbox.testkit.svix.Route;
import dev.signalbox.testkit.svix.SvixEmulator;
import dev.signalbox.testkit.svix.SvixRequest;
import java.net.URI;
import java.time.Duration;

/**
 * The relay in one process. It sends one event at a time, in batches of two, so that each run of a
 * scenario comes to the same moments.
 */
record RelayOfAProcess(MortalProcess process, CrashComponent component) {

  private static StepSettings settings(Duration linger) {
    return new StepSettings(
        LeaseSettings.DEFAULT,
        new OrganizationSettings(UnknownOrganization.CREATE, 1),
        new DrainSettings(
            Duration.ofMinutes(1), Duration.ofMinutes(1), linger, 2, 40, 4 << 20, 128 << 20, 200),
        new DeliverySettings(1, Duration.ofSeconds(10)),
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
        WatchSettings.DEFAULT,
        new SweepSettings(Duration.ofHours(1), Duration.ZERO, 1_000));
  }

  static RelayOfAProcess start(
      MortalProcess process, CrashStage stage, SvixEmulator svix, Wakes wakes, Duration linger) {
    Destination destination =
        new SvixDestination(
            new SvixSettings(URI.create(svix.url()), svix.token(), 4, Duration.ofSeconds(10)));
    return new RelayOfAProcess(
        process,
        DaggerCrashComponent.factory()
            .create(
                new MortalDataSource(stage.dataSource(), process, Boundaries.SETTLE_COMMIT),
                SchemaName.DEFAULT,
                stage.installation(),
                (target, event) -> post(process, destination, target, event),
                wakes,
                settings(linger)));
  }

  private static DeliveryOutcome post(
      MortalProcess process, Destination destination, Target target, PendingEvent event) {
    try {
      return process.act(Boundaries.POST, () -> destination.deliver(target, event));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) { // a destination has no others
      throw new IllegalStateException(e);
    }
  }

  /** Svix is about to store what the process has sent, or has stored it. */
  void atSvix(SvixRequest request, Side side) {
    String boundary =
        request.route() == Route.MESSAGE_CREATE
            ? Boundaries.SVIX_COMMIT
            : Boundaries.SVIX_COMMIT + " of " + request.route();
    process.happens(boundary, side);
  }
}
