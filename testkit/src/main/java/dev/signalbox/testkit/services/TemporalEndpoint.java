package dev.signalbox.testkit.services;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a Temporal server listens.
 *
 * @param address host and port of its gRPC front end
 * @param uiUrl null where it has no web UI that is known
 */
record TemporalEndpoint(String address, String namespace, @Nullable URI uiUrl) {

  static final String DEFAULT_NAMESPACE = "default";

  static TemporalEndpoint withoutUi(String address) {
    return new TemporalEndpoint(address, DEFAULT_NAMESPACE, null);
  }

  static TemporalEndpoint withUi(String host, int port, int uiPort) {
    return new TemporalEndpoint(
        host + ":" + port, DEFAULT_NAMESPACE, URI.create("http://" + host + ":" + uiPort));
  }
}
