package dev.signalbox.testkit.services;

import java.util.List;

/** The ways to Svix, in order. */
final class SvixCandidates {

  private SvixCandidates() {}

  static List<Candidate<SvixService>> in(Surroundings surroundings) {
    return List.of(new GivenSvix(surroundings), new EmulatedSvix());
  }
}
