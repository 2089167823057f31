package dev.signalbox.testkit.svix;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

/** The same contract against the server that SVIX_SERVER_URL and SVIX_TOKEN name. */
class RealSvixContractIT extends SvixContract {

  @BeforeAll
  static void needsAServer() {
    assumeTrue(
        System.getenv("SVIX_SERVER_URL") != null && System.getenv("SVIX_TOKEN") != null,
        "Set SVIX_SERVER_URL and SVIX_TOKEN to run the contract against a real Svix server.");
  }

  @Override
  String serverUrl() {
    return System.getenv("SVIX_SERVER_URL");
  }

  @Override
  String token() {
    return System.getenv("SVIX_TOKEN");
  }
}
