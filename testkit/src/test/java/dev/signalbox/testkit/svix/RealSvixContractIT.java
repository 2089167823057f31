package dev.signalbox.testkit.svix;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The same contract against the server that SVIX_SERVER_URL and SVIX_TOKEN name. */
@EnabledIfEnvironmentVariable(
    named = "SVIX_SERVER_URL",
    matches = ".+",
    disabledReason = "SVIX_SERVER_URL names no real Svix server to run the contract against.")
@EnabledIfEnvironmentVariable(
    named = "SVIX_TOKEN",
    matches = ".+",
    disabledReason = "SVIX_TOKEN holds no token of a real Svix server.")
class RealSvixContractIT extends SvixContract {

  @Override
  String serverUrl() {
    return System.getenv("SVIX_SERVER_URL");
  }

  @Override
  String token() {
    return System.getenv("SVIX_TOKEN");
  }
}
