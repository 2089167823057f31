package dev.signalbox.relay.deliver;

import java.time.Duration;

/**
 * How many deliveries one worker makes at once, and how long one may take.
 *
 * @param inFlight calls in flight at once, of all organizations
 * @param callTimeout after which a call is given up
 */
public record DeliverySettings(int inFlight, Duration callTimeout) {

  /** 64 calls, ten seconds. */
  public static final DeliverySettings DEFAULT = new DeliverySettings(64, Duration.ofSeconds(10));
}
