package dev.signalbox.relay.cli;

import dev.signalbox.relay.config.RelaySettings;
import dev.signalbox.relay.process.RunningRelay;

/** Starts the worker of this process. */
@FunctionalInterface
public interface RelayStarter {

  /**
   * Connects to everything and starts polling.
   *
   * @throws dev.signalbox.relay.process.StartFailedException that names the setting of what cannot
   *     be reached
   */
  RunningRelay start(RelaySettings settings);
}
