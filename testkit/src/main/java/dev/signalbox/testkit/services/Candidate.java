package dev.signalbox.testkit.services;

import java.util.Optional;

/** One way to get a service. */
interface Candidate<S> {

  ServiceKind kind();

  /** Why this way is closed on this machine; empty when it is worth a try. */
  Optional<String> obstacle();

  /**
   * Returns the service once it answers.
   *
   * @throws ServiceUnavailableException when it does not, after stopping what was started
   */
  S start();
}
