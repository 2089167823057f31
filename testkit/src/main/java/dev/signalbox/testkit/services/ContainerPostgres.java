package dev.signalbox.testkit.services;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** PostgreSQL in a container. */
record ContainerPostgres(Surroundings.ContainerEngine engine, PostgresSettings settings)
    implements Candidate<PostgresService> {

  private static final String IMAGE = "postgres:18";
  private static final int PORT = 5432;

  @Override
  public ServiceKind kind() {
    return ServiceKind.CONTAINER;
  }

  @Override
  public Optional<String> obstacle() {
    return engine.obstacle();
  }

  @Override
  public PostgresService start() {
    engine.require(IMAGE);
    String password = UUID.randomUUID().toString(); // other machines may reach the port
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withEnv("POSTGRES_PASSWORD", password)
            .withCommand(command())
            .withExposedPorts(PORT)
            // the first time it says so it still sets itself up
            .waitingFor(Wait.forLogMessage(".*ready to accept connections.*\\s", 2));
    try {
      container.start();
    } catch (ContainerLaunchException e) {
      container.stop();
      throw new ServiceUnavailableException(
          "A container of %s did not start: %s".formatted(IMAGE, e.getMessage()), e);
    }
    return new PostgresService(kind(), login(container, password), container::stop);
  }

  private String[] command() {
    return Stream.concat(
            Stream.of("postgres"),
            settings.parameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(
                    parameter -> Stream.of("-c", parameter.getKey() + "=" + parameter.getValue())))
        .toArray(String[]::new);
  }

  private static PostgresLogin login(GenericContainer<?> container, String password) {
    return new PostgresLogin(
        "jdbc:postgresql://%s:%d/postgres"
            .formatted(container.getHost(), container.getMappedPort(PORT)),
        "postgres",
        password);
  }
}
