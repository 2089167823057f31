package dev.signalbox.bench.sick;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.settle.Backoff;
import java.time.Duration;

/**
 * The times of the relay that a sickness of minutes is about, in proportion to one of seconds: a
 * tenth of the call's and a twentieth of the backoff's.
 */
final class SickSettings {

  static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);

  /** Twice as long as the relay waits. */
  static final Duration HANG = Duration.ofSeconds(2);

  static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(2));

  private SickSettings() {}

  static StepSettings relay() {
    StepSettings usual = StepSettings.DEFAULT;
    return new StepSettings(
        usual.lease(),
        usual.organization(),
        usual.drain(),
        new DeliverySettings(usual.delivery().inFlight(), CALL_TIMEOUT),
        BACKOFF,
        usual.limits(),
        usual.watch(),
        usual.sweep());
  }
}
