package dev.signalbox.testkit.services;

import java.util.List;

/** The ways to PostgreSQL, in order. */
final class PostgresCandidates {

  private PostgresCandidates() {}

  static List<Candidate<PostgresService>> in(Surroundings surroundings, boolean durable) {
    PostgresSettings settings = new PostgresSettings(durable);
    return List.of(
        new GivenPostgres(surroundings),
        new ContainerPostgres(surroundings.engine(), settings),
        new EmbeddedPostgresServer(settings));
  }
}
