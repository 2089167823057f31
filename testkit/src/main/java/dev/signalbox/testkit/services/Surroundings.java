package dev.signalbox.testkit.services;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What the machine offers to start services with. */
record Surroundings(
    Map<String, String> environment, ProgramFinder programs, ContainerEngine engine) {

  private static final ContainerEngine ENGINE = new TestcontainersEngine();

  /** Finds programs by name. */
  interface ProgramFinder {
    Optional<Path> find(String program);
  }

  /** The Docker engine, if there is one. */
  interface ContainerEngine {
    /** Why containers cannot be started; empty when they can. */
    Optional<String> obstacle();

    /**
     * Makes sure that the engine holds an image.
     *
     * @throws ServiceUnavailableException when it is neither there nor can be pulled
     */
    void require(String image);
  }

  static Surroundings ofThisMachine() {
    Map<String, String> environment = Map.copyOf(System.getenv());
    return new Surroundings(
        environment, new SearchPath(environment.getOrDefault("PATH", "")), ENGINE);
  }

  /** A setting; blank counts as unset. */
  Optional<String> setting(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
