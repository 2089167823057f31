package dev.signalbox.bench.latency;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.drain.DrainSettings;
import dev.signalbox.relay.lease.LeaseSettings;
import java.time.Duration;
import java.util.Map;

/**
 * A relay that lingers for as long as the 30 s have room for after which Temporal gives a slice up.
 * A worker takes these settings where its database's timeout is one second.
 */
final class LongLinger {

  static final Duration LINGER = Duration.ofSeconds(25);
  static final Duration SLICE_TIME = Duration.ofSeconds(26);
  static final Duration DRAINING_STEP = Duration.ofSeconds(27);

  /** So that a slice, one call and one settlement end in time; the stub answers at once. */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

  /** What is told of it in a report. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "relay",
          "linger 25 s, slices of 26 s, draining step 27 s, call timeout 2 s; else defaults, one"
              + " worker (a worker takes them with a database timeout of 1 s)");

  private LongLinger() {}

  static StepSettings relay() {
    StepSettings usual = StepSettings.DEFAULT;
    DrainSettings drain = usual.drain();
    return new StepSettings(
        new LeaseSettings(DRAINING_STEP),
        usual.organization(),
        new DrainSettings(
            SLICE_TIME,
            LINGER,
            drain.batchRows(),
            drain.scanRows(),
            drain.batchBytes(),
            drain.prefetchBytes(),
            drain.slots()),
        new DeliverySettings(usual.delivery().inFlight(), CALL_TIMEOUT),
        usual.backoff(),
        usual.limits(),
        usual.watch(),
        usual.sweep());
  }
}
