package dev.signalbox.testkit.services;

import java.time.Duration;
import java.util.Optional;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** Temporal's development server in a container. */
record ContainerTemporal(Surroundings.ContainerEngine engine)
    implements Candidate<TemporalService> {

  private static final String IMAGE = "temporalio/temporal:latest";
  private static final int PORT = 7233;
  private static final int UI_PORT = 8233;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public ServiceKind kind() {
    return ServiceKind.CONTAINER;
  }

  @Override
  public Optional<String> obstacle() {
    return engine.obstacle();
  }

  @Override
  public TemporalService start() {
    engine.require(IMAGE);
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withCommand(
                DevServerOptions.arguments("0.0.0.0", PORT, UI_PORT).toArray(String[]::new))
            .withExposedPorts(PORT, UI_PORT)
            .waitingFor(Wait.forHttp("/").forPort(UI_PORT));
    try {
      container.start();
    } catch (ContainerLaunchException e) {
      container.stop();
      throw new ServiceUnavailableException(
          "A container of %s did not start: %s".formatted(IMAGE, e.getMessage()), e);
    }
    TemporalEndpoint endpoint =
        TemporalEndpoint.withUi(
            container.getHost(), container.getMappedPort(PORT), container.getMappedPort(UI_PORT));
    return new TemporalService(kind(), endpoint, LIMIT, container::stop);
  }
}
