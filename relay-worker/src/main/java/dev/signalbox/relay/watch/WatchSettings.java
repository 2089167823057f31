package dev.signalbox.relay.watch;

import java.time.Duration;

/**
 * How the lingering organizations are watched.
 *
 * @param tick time between two looks
 */
public record WatchSettings(Duration tick) {

  /** 20 ms. */
  public static final WatchSettings DEFAULT = new WatchSettings(Duration.ofMillis(20));
}
