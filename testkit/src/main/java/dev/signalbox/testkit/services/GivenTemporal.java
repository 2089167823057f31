package dev.signalbox.testkit.services;

import java.time.Duration;
import java.util.Optional;

/** Temporal at an address of the environment, without TLS. */
record GivenTemporal(Surroundings surroundings) implements Candidate<TemporalService> {

  static final String ADDRESS = "SIGNALBOX_TEST_TEMPORAL_ADDRESS";
  static final String NAMESPACE = "SIGNALBOX_TEST_TEMPORAL_NAMESPACE";

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public ServiceKind kind() {
    return ServiceKind.GIVEN;
  }

  @Override
  public Optional<String> obstacle() {
    return surroundings.setting(ADDRESS).isPresent()
        ? Optional.empty()
        : Optional.of(ADDRESS + " is not set.");
  }

  @Override
  public TemporalService start() {
    TemporalEndpoint endpoint =
        new TemporalEndpoint(
            surroundings.setting(ADDRESS).orElseThrow(),
            surroundings.setting(NAMESPACE).orElse(TemporalEndpoint.DEFAULT_NAMESPACE),
            null);
    return new TemporalService(kind(), endpoint, LIMIT, () -> {});
  }
}
