package dev.signalbox.testkit.services;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/**
 * The engine that Testcontainers finds. Each image is pulled in one attempt beforehand, that of
 * Testcontainers' own helper Ryuk too: Testcontainers would repeat a hopeless pull for two minutes,
 * and again for the next container.
 */
final class TestcontainersEngine implements Surroundings.ContainerEngine {

  private static final Logger LOG = LoggerFactory.getLogger(TestcontainersEngine.class);
  private static final long PULL_LIMIT_MINUTES = 10;
  private static final String RYUK = "testcontainers/ryuk:0.14.0";
  private static final String RYUK_DISABLED = "TESTCONTAINERS_RYUK_DISABLED";

  @Override
  public Optional<String> obstacle() {
    try {
      client().pingCmd().exec();
      return Optional.empty();
    } catch (RuntimeException e) { // Testcontainers throws many; whichever it is, no container runs
      return Optional.of("no Docker engine answers.");
    }
  }

  @Override
  public synchronized void require(String image) {
    if (!Boolean.parseBoolean(System.getenv(RYUK_DISABLED))) {
      requireRyuk();
    }
    ensure(image);
  }

  private void requireRyuk() {
    try {
      ensure(RYUK);
    } catch (ServiceUnavailableException e) {
      throw new ServiceUnavailableException(
          e.getMessage() + " " + RYUK_DISABLED + "=true does without it.", e);
    }
  }

  private void ensure(String image) {
    String name =
        ImageNameSubstitutor.instance().apply(DockerImageName.parse(image)).asCanonicalNameString();
    DockerClient client = client();
    if (!holds(client, name)) {
      pull(client, name);
    }
  }

  /** Without the checks and the helper container that Testcontainers' shared client starts with. */
  private static DockerClient client() {
    return DockerClientProviderStrategy.getClientForConfig(
        DockerClientFactory.instance().getTransportConfig());
  }

  private static boolean holds(DockerClient client, String image) {
    try {
      client.inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private static void pull(DockerClient client, String image) {
    LOG.info("Pulling image {}", image);
    try {
      boolean done =
          client
              .pullImageCmd(image)
              .exec(new ResultCallback.Adapter<>())
              .awaitCompletion(PULL_LIMIT_MINUTES, TimeUnit.MINUTES);
      if (!done || !holds(client, image)) {
        throw new ServiceUnavailableException(
            "Image %s was not pulled within %d minutes.".formatted(image, PULL_LIMIT_MINUTES));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceUnavailableException("Interrupted while pulling %s.".formatted(image), e);
    } catch (ServiceUnavailableException e) {
      throw e;
    } catch (RuntimeException e) { // docker-java has no common class for a failed pull
      throw new ServiceUnavailableException(
          "Image %s could not be pulled (%s).".formatted(image, firstLine(e)), e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }
}
