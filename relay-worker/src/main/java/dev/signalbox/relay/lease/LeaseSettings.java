package dev.signalbox.relay.lease;

import java.time.Duration;

/**
 * How long a slice keeps producers from signaling without renewing.
 *
 * @param drainingStep longer than one delivery may take, shorter than the time after which Temporal
 *     gives up who is not heard of
 */
public record LeaseSettings(Duration drainingStep) {

  /** Safe with a call timeout of ten seconds. */
  public static final LeaseSettings DEFAULT = new LeaseSettings(Duration.ofSeconds(15));
}
