package dev.signalbox.relay;

import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.drain.DrainSettings;
import dev.signalbox.relay.drain.RetryLimits;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.watch.WatchSettings;

/** What each step of the relay is set to. */
public record StepSettings(
    LeaseSettings lease,
    OrganizationSettings organization,
    DrainSettings drain,
    DeliverySettings delivery,
    Backoff backoff,
    RetryLimits limits,
    WatchSettings watch,
    SweepSettings sweep) {

  /** Every step's own default. */
  public static final StepSettings DEFAULT =
      new StepSettings(
          LeaseSettings.DEFAULT,
          OrganizationSettings.DEFAULT,
          DrainSettings.DEFAULT,
          DeliverySettings.DEFAULT,
          Backoff.DEFAULT,
          RetryLimits.DEFAULT,
          WatchSettings.DEFAULT,
          SweepSettings.DEFAULT);

  /** With the default limits. */
  public StepSettings(
      LeaseSettings lease,
      OrganizationSettings organization,
      DrainSettings drain,
      DeliverySettings delivery,
      Backoff backoff,
      WatchSettings watch,
      SweepSettings sweep) {
    this(lease, organization, drain, delivery, backoff, RetryLimits.DEFAULT, watch, sweep);
  }
}
