package dev.signalbox.testkit.services;

import java.util.List;

/** The ways to Temporal, in order. */
final class TemporalCandidates {

  private TemporalCandidates() {}

  static List<Candidate<TemporalService>> in(Surroundings surroundings) {
    return List.of(
        new GivenTemporal(surroundings),
        new LocalTemporal(surroundings.programs()),
        new ContainerTemporal(surroundings.engine()),
        new InMemoryTemporal());
  }
}
