package dev.signalbox.relay.config;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.drain.DrainSettings;
import dev.signalbox.relay.drain.RetryLimits;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.organization.UnknownOrganization;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.watch.WatchSettings;
import dev.signalbox.signal.SignalerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads {@link StepSettings}; each step's own default holds where nothing is set. */
final class StepEnvironment {

  private static final StepSettings PRESET = StepSettings.DEFAULT;

  static final Setting<Duration> SLICE_TIME =
      Settings.duration(
          "SIGNALBOX_SLICE_TIME",
          PRESET.drain().sliceTime(),
          "After this time a slice begins no other lap.");
  static final Setting<Duration> LAP_TIME =
      Settings.duration(
          "SIGNALBOX_LAP_TIME",
          PRESET.drain().lapTime(),
          "After this time a lap starts no further delivery, and the slice begins another: it"
              + " renews its lease and looks at the organization's row and at the outbox from the"
              + " beginning. Where slots are scarce it ends.");
  static final Setting<Duration> DRAINING_STEP =
      Settings.duration(
          "SIGNALBOX_DRAINING_STEP",
          PRESET.lease().drainingStep(),
          "How far ahead a live slice promises to look again, so that producers need not signal.");
  static final Setting<Duration> LINGER =
      Settings.durationOrOff(
          "SIGNALBOX_LINGER",
          PRESET.drain().linger(),
          "How long a slice that has run dry stays for the next event. Where slots are scarce, who"
              + " has waited longest goes; 0s: not at all.");
  static final Setting<Duration> WATCH_TICK =
      Settings.duration(
          "SIGNALBOX_WATCH_TICK",
          PRESET.watch().tick(),
          "Time between two looks at the lingering organizations, at least.");
  static final Setting<Integer> BATCH_ROWS =
      Settings.integer(
          "SIGNALBOX_BATCH_ROWS",
          PRESET.drain().batchRows(),
          1,
          10_000,
          "Events read and settled together, at most; fewer where a slice's share of the memory is"
              + " small: one for each 512 bytes, but 50.");
  static final Setting<Long> BATCH_BYTES =
      Settings.size(
          "SIGNALBOX_BATCH_BYTES",
          PRESET.drain().batchBytes(),
          "Payload read together, at most; one larger event still goes, alone, once there is"
              + " room.");
  static final Setting<Long> PREFETCH_BYTES =
      Settings.size(
          "SIGNALBOX_PREFETCH_BYTES",
          PRESET.drain().prefetchBytes(),
          "Payload that all slices of a worker hold read, about; the events themselves may take as"
              + " much again, and larger single events have as much room once more.");
  static final Setting<Integer> ACTIVITY_SLOTS =
      Settings.integer(
          "SIGNALBOX_ACTIVITY_SLOTS",
          PRESET.drain().slots(),
          1,
          10_000,
          "Organizations that one worker drains or lingers with at once.");
  static final Setting<Integer> IN_FLIGHT_TOTAL =
      Settings.integer(
          "SIGNALBOX_IN_FLIGHT_TOTAL",
          PRESET.delivery().inFlight(),
          1,
          10_000,
          "Calls to Svix in flight at once in one worker.");
  static final Setting<Integer> IN_FLIGHT_PER_ORGANIZATION =
      Settings.integer(
          "SIGNALBOX_IN_FLIGHT_PER_ORGANIZATION",
          PRESET.organization().inFlightLimit(),
          1,
          1_000,
          "Calls to Svix in flight at once for an organization whose row sets no limit.");
  static final Setting<Duration> BACKOFF_BASE =
      Settings.duration(
          "SIGNALBOX_BACKOFF_BASE", PRESET.backoff().base(), "Bound of a retry's first delay.");
  static final Setting<Duration> BACKOFF_CAP =
      Settings.duration(
          "SIGNALBOX_BACKOFF_CAP", PRESET.backoff().cap(), "Bound of every delay of a retry.");
  static final Setting<Integer> MAX_ATTEMPTS =
      Settings.integer(
          "SIGNALBOX_MAX_ATTEMPTS",
          PRESET.limits().maxAttempts(),
          1,
          10_000,
          "Refusals after which an event dies. 50 take about four hours with the backoff's"
              + " defaults.");
  static final Setting<Duration> MAX_AGE =
      Settings.duration(
          "SIGNALBOX_MAX_AGE",
          PRESET.limits().maxAge(),
          "Waiting between refusals after which an event dies, after three of them at the earliest."
              + " Pauses, holds and outages do not count.");
  static final Setting<Integer> POISON_KILLS =
      Settings.integer(
          "SIGNALBOX_POISON_KILLS",
          PRESET.limits().maxKills(),
          1,
          100,
          "Ends of the worker's process in a row, while a careful slice delivered it, after which"
              + " an event dies.");
  static final Setting<Duration> SWEEP_INTERVAL =
      Settings.duration(
          "SIGNALBOX_SWEEP_INTERVAL",
          PRESET.sweep().interval(),
          "Time between two looks for organizations whose signal was lost.");
  static final Setting<Duration> SWEEP_MINIMUM_AGE =
      Settings.durationOrOff(
          "SIGNALBOX_SWEEP_MINIMUM_AGE",
          PRESET.sweep().minimumAge(),
          "How long a row is left to its signal before the sweep looks at it.");
  static final Setting<Integer> SWEEP_LIMIT =
      Settings.integer(
          "SIGNALBOX_SWEEP_LIMIT",
          PRESET.sweep().limit(),
          1,
          SignalerOptions.DEFAULT_MAXIMUM_QUEUED, // more would overflow the signaler's queue
          "Organizations that one sweep wakes, at most.");
  static final Setting<UnknownOrganization> UNKNOWN_ORGANIZATION =
      Settings.choice(
          "SIGNALBOX_UNKNOWN_ORGANIZATION",
          PRESET.organization().unknown(),
          UnknownOrganization.class,
          "Organizations without a row: create their Svix application, hold their events, or skip"
              + " them, which makes dead letters of them.");

  static final List<Setting<?>> SETTINGS =
      List.of(
          SLICE_TIME,
          LAP_TIME,
          DRAINING_STEP,
          LINGER,
          WATCH_TICK,
          BATCH_ROWS,
          BATCH_BYTES,
          PREFETCH_BYTES,
          ACTIVITY_SLOTS,
          IN_FLIGHT_TOTAL,
          IN_FLIGHT_PER_ORGANIZATION,
          BACKOFF_BASE,
          BACKOFF_CAP,
          MAX_ATTEMPTS,
          MAX_AGE,
          POISON_KILLS,
          SWEEP_INTERVAL,
          SWEEP_MINIMUM_AGE,
          SWEEP_LIMIT,
          UNKNOWN_ORGANIZATION);

  private StepEnvironment() {}

  static StepSettings from(Map<String, String> environment) {
    return new StepSettings(
        new LeaseSettings(DRAINING_STEP.read(environment)),
        new OrganizationSettings(
            UNKNOWN_ORGANIZATION.read(environment), IN_FLIGHT_PER_ORGANIZATION.read(environment)),
        new DrainSettings(
            SLICE_TIME.read(environment),
            LAP_TIME.read(environment),
            LINGER.read(environment),
            BATCH_ROWS.read(environment),
            PRESET.drain().scanRows(),
            BATCH_BYTES.read(environment),
            PREFETCH_BYTES.read(environment),
            ACTIVITY_SLOTS.read(environment)),
        new DeliverySettings(
            IN_FLIGHT_TOTAL.read(environment), SvixEnvironment.CALL_TIMEOUT.read(environment)),
        new Backoff(BACKOFF_BASE.read(environment), BACKOFF_CAP.read(environment)),
        new RetryLimits(
            MAX_ATTEMPTS.read(environment),
            MAX_AGE.read(environment),
            POISON_KILLS.read(environment)),
        new WatchSettings(WATCH_TICK.read(environment)),
        new SweepSettings(
            SWEEP_INTERVAL.read(environment),
            SWEEP_MINIMUM_AGE.read(environment),
            SWEEP_LIMIT.read(environment)));
  }
}
