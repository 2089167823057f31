package dev.signalbox.demo.chaos;

import dev.signalbox.contract.OrganizationId;

/**
 * Those of the run, so many that some are always at work: each loses up to a minute whenever its
 * worker is killed, until Temporal gives its slice up. The first is busier than the others.
 */
final class Organizations {

  static final int COUNT = 24;

  private Organizations() {}

  static OrganizationId named(int number) {
    return new OrganizationId("chaos-%02d".formatted(number + 1));
  }
}
