package dev.signalbox.testkit.services;

import java.util.Optional;

/** PostgreSQL at an address of the environment. */
record GivenPostgres(Surroundings surroundings) implements Candidate<PostgresService> {

  static final String URL = "SIGNALBOX_TEST_DATABASE_URL";

  @Override
  public ServiceKind kind() {
    return ServiceKind.GIVEN;
  }

  @Override
  public Optional<String> obstacle() {
    return surroundings.setting(URL).isPresent()
        ? Optional.empty()
        : Optional.of(URL + " is not set.");
  }

  @Override
  public PostgresService start() {
    String url = surroundings.setting(URL).orElseThrow();
    if (!url.startsWith("jdbc:postgresql:")) { // said without the value: it may hold a password
      throw new ServiceUnavailableException(URL + " must begin with jdbc:postgresql:");
    }
    PostgresLogin login =
        new PostgresLogin(
            url,
            surroundings.setting("SIGNALBOX_TEST_DATABASE_USER").orElse(""),
            surroundings.setting("SIGNALBOX_TEST_DATABASE_PASSWORD").orElse(""));
    return new PostgresService(kind(), login, () -> {});
  }
}
