package dev.signalbox.relay.cli;

import dev.signalbox.relay.config.Configuration;
import dev.signalbox.relay.config.RelaySettings;
import dev.signalbox.relay.config.WorkerSettings;
import dev.signalbox.relay.health.HealthServer;
import dev.signalbox.relay.installation.WrongInstallationException;
import dev.signalbox.relay.process.RunningRelay;
import dev.signalbox.relay.process.StartFailedException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code signalbox worker}. */
@Command(name = "worker", description = "Run the relay until it is asked to stop.")
final class WorkerCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(WorkerCommand.class);

  private final Map<String, String> environment;
  private final RelayStarter starter;

  WorkerCommand(Map<String, String> environment, RelayStarter starter) {
    this.environment = environment;
    this.starter = starter;
  }

  @Override
  public Integer call() throws InterruptedException {
    RelaySettings settings = new Configuration(environment).relay();
    try (RunningRelay relay = start(settings);
        HealthServer health = health(settings.worker(), relay)) {
      StopHook.await(
          () -> { // who reads that it has started may ask it to stop
            log.info(
                "Worker started: {} {} {}",
                settings.database(),
                settings.temporal(),
                settings.svix());
            log.info("Health checks: {}", health == null ? "off" : health);
            relay.awaitStop();
          },
          relay::close);
    }
    throw new CommandFailure("The worker stopped by itself; its log says why.");
  }

  private RunningRelay start(RelaySettings settings) {
    try {
      return starter.start(settings);
    } catch (StartFailedException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    } catch (WrongInstallationException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable HealthServer health(WorkerSettings settings, RunningRelay relay) {
    try {
      return settings.healthPort() == 0
          ? null
          : HealthServer.start(settings.healthHost(), settings.healthPort(), relay::isReady);
    } catch (IOException | RuntimeException e) { // an address that does not resolve is unchecked
      throw new CommandFailure(
          "SIGNALBOX_HEALTH_HOST and SIGNALBOX_HEALTH_PORT (%s:%d)"
              .formatted(settings.healthHost(), settings.healthPort()),
          e);
    }
  }
}
