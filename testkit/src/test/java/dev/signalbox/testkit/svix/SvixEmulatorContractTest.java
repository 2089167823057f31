package dev.signalbox.testkit.svix;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SvixEmulatorContractTest extends SvixContract {

  private static SvixEmulator emulator;

  @BeforeAll
  static void start() {
    emulator = SvixEmulator.builder().requiredToken("testsk_contract").start();
  }

  @AfterAll
  static void stop() {
    emulator.close();
  }

  @Override
  String serverUrl() {
    return emulator.url();
  }

  @Override
  String token() {
    return emulator.token();
  }
}
