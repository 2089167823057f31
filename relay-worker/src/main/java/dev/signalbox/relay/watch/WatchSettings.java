package dev.signalbox.relay.watch;

import java.time.Duration;

/**
 * How the lingering organizations are watched.
 *
 * @param tick time between two looks, at least; looking takes a third of the time at most
 */
public record WatchSettings(Duration tick) {

  /** 10 ms. */
  public static final WatchSettings DEFAULT = new WatchSettings(Duration.ofMillis(10));
}
