package dev.signalbox.bench.memory;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.append.Messages;
import java.io.IOException;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The POST of a message on the caller's thread, and nothing around it. By OkHttp, which keeps less
 * for a connection than Apache's client does by default. Thread-safe.
 */
final class BarePost {

  static final String URL = "BENCH_STUB_URL";
  static final String PAYLOAD_BYTES = "BENCH_PAYLOAD_BYTES";

  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .retryOnConnectionFailure(false)
          .readTimeout(Duration.ofMinutes(5))
          .build();
  private final String url;
  private final int payloadBytes;

  private BarePost(String url, int payloadBytes) {
    this.url = url;
    this.payloadBytes = payloadBytes;
  }

  /** Of a process that {@link MemoryFloorCourse} has started. */
  static BarePost ofEnvironment() {
    return new BarePost(System.getenv(URL), Integer.parseInt(System.getenv(PAYLOAD_BYTES)));
  }

  /** Returns when the stub has answered. */
  void send(String organization) throws IOException {
    Message message = new Messages(payloadBytes).one(organization);
    Request request =
        new Request.Builder()
            .url(url + "/api/v1/app/" + message.organization() + "/msg")
            .post(RequestBody.create(message.payload(), JSON))
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new IOException("The stub answered " + response.code());
      }
    }
  }
}
