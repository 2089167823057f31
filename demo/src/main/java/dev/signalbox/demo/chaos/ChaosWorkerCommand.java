package dev.signalbox.demo.chaos;

import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.StopHook;
import dev.signalbox.relay.config.Configuration;
import dev.signalbox.relay.config.RelaySettings;
import dev.signalbox.relay.config.TemporalSettings;
import dev.signalbox.relay.config.WorkerSettings;
import dev.signalbox.relay.health.HealthServer;
import dev.signalbox.relay.process.RelayProcess;
import dev.signalbox.testkit.services.NoStickyQueue;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/**
 * {@code signalbox chaos-worker}: {@code worker} for Temporal's in-memory server, from which no
 * worker must ask what that server cannot do.
 */
@Command(name = "chaos-worker", hidden = true, description = "A worker of a chaos run.")
public final class ChaosWorkerCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(ChaosWorkerCommand.class);

  private final Map<String, String> environment;

  /** Settings come from the environment as those of {@code worker}. */
  public ChaosWorkerCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    RelaySettings settings = inMemory(new Configuration(environment).relay());
    WorkerSettings worker = settings.worker();
    try (RelayProcess relay = RelayProcess.start(settings);
        HealthServer health =
            HealthServer.start(worker.healthHost(), worker.healthPort(), relay::isReady)) {
      log.info("Worker started: {}", health);
      StopHook.await(relay::awaitStop, relay::close);
    }
    return ExitCodes.FAILED;
  }

  private static RelaySettings inMemory(RelaySettings settings) {
    TemporalSettings temporal = settings.temporal();
    return new RelaySettings(
        settings.database(),
        new TemporalSettings(
            temporal.taskQueue(),
            WorkflowServiceStubsOptions.newBuilder(temporal.stubs())
                .setGrpcClientInterceptors(List.of(new NoStickyQueue()))
                .build(),
            temporal.client()),
        settings.svix(),
        settings.steps(),
        settings.worker());
  }
}
