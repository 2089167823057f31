package dev.signalbox.bench.memory;

import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.drain.LeanClient;
import java.io.IOException;
import java.net.URI;

/** The POST of a message on the caller's thread, and nothing around it. Thread-safe. */
final class BarePost {

  static final String URL = "BENCH_STUB_URL";
  static final String PAYLOAD_BYTES = "BENCH_PAYLOAD_BYTES";

  private final LeanClient http;
  private final int payloadBytes;

  private BarePost(String url, int payloadBytes) {
    this.http = new LeanClient(URI.create(url));
    this.payloadBytes = payloadBytes;
  }

  /** Of a process that {@link MemoryFloorCourse} has started. */
  static BarePost ofEnvironment() {
    return new BarePost(System.getenv(URL), Integer.parseInt(System.getenv(PAYLOAD_BYTES)));
  }

  /** Returns when the stub has answered. */
  void send(String organization) throws IOException {
    http.send(new Messages(payloadBytes).one(organization), organization);
  }
}
