package dev.signalbox.testkit.services;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** PostgreSQL from binaries that come as a library, in a temporary directory. */
record EmbeddedPostgresServer(PostgresSettings settings) implements Candidate<PostgresService> {

  @Override
  public ServiceKind kind() {
    return ServiceKind.EMBEDDED;
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public PostgresService start() {
    EmbeddedPostgres server = launch();
    return new PostgresService(
        kind(), PostgresLogin.local(server.getPort(), ""), () -> stop(server));
  }

  private EmbeddedPostgres launch() {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setRegisterShutdownHook(false);
    settings.parameters().forEach(builder::setServerConfig);
    try {
      return builder.start();
    } catch (IOException | IllegalStateException e) {
      throw new ServiceUnavailableException(
          "The embedded PostgreSQL did not start: " + e.getMessage(), e);
    }
  }

  private static void stop(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded PostgreSQL did not stop.", e);
    }
  }
}
