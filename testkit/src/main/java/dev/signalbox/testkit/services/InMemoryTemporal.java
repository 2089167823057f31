package dev.signalbox.testkit.services;

import io.temporal.testserver.TestServer;
import java.time.Duration;
import java.util.Optional;

/** Temporal's in-memory test server on a port, in real time. */
record InMemoryTemporal() implements Candidate<TemporalService> {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public ServiceKind kind() {
    return ServiceKind.EMBEDDED;
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public TemporalService start() {
    int port = FreePort.find();
    boolean realTime = true;
    TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port, realTime);
    return new TemporalService(
        kind(), TemporalEndpoint.withoutUi("127.0.0.1:" + port), LIMIT, server::close);
  }
}
