package dev.signalbox.testkit.services;

import dev.signalbox.testkit.svix.SvixEmulator;
import java.util.Optional;

/** The project's own emulator on a free loopback port. */
record EmulatedSvix() implements Candidate<SvixService> {

  @Override
  public ServiceKind kind() {
    return ServiceKind.EMBEDDED;
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public SvixService start() {
    return SvixService.emulated(SvixEmulator.start());
  }
}
