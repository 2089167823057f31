package dev.signalbox.relay.drain;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.watch.WatchSettings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.sql.DataSource;

/** Slices whose laps are over with their first call: each takes a lap's time by their ticker. */
final class LapBench {

  static final int BATCH = 10;
  static final int SLOTS = 8;

  private static final Duration LAP = Duration.ofSeconds(12);

  final FakeDestination destination;
  final DrainSliceComponent relay;
  private final AtomicLong nanos = new AtomicLong();

  /**
   * One call at a time.
   *
   * @param laps of a slice, at most
   */
  LapBench(DataSource dataSource, int laps, Function<PendingEvent, DeliveryOutcome> answer) {
    this.destination =
        new FakeDestination(
            event -> {
              nanos.addAndGet(LAP.toNanos());
              return answer.apply(event);
            });
    this.relay =
        DaggerDrainSliceComponent.factory()
            .create(
                dataSource,
                SchemaName.DEFAULT,
                destination,
                organizations -> {},
                Runnable::run,
                nanos::get,
                settings(laps));
  }

  private static StepSettings settings(int laps) {
    return new StepSettings(
        LeaseSettings.DEFAULT,
        new OrganizationSettings(OrganizationSettings.DEFAULT.unknown(), 1),
        new DrainSettings(
            LAP.multipliedBy(laps), LAP, Duration.ZERO, BATCH, 40, 4 << 20, 128 << 20, SLOTS),
        DeliverySettings.DEFAULT,
        SliceBench.LATER,
        RetryLimits.DEFAULT,
        WatchSettings.DEFAULT,
        new SweepSettings(Duration.ofHours(1), Duration.ZERO, 100));
  }
}
