package dev.signalbox.bench.memory;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.worker.Console;
import dev.signalbox.bench.worker.OwnFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The least: virtual threads that wait, each for the answer to a POST. A process of its own. */
final class FloorMain {

  static final String OPEN = "open";
  static final String MEASURE = "measure";

  private static final MediaType JSON = MediaType.get("application/json");

  private FloorMain() {}

  /** Answers {@code open N} and {@code measure}. */
  public static void main(String[] arguments) throws IOException {
    String url = System.getenv(MemoryFloorCourse.URL);
    int payloadBytes = Integer.parseInt(System.getenv(MemoryFloorCourse.PAYLOAD_BYTES));
    OkHttpClient http =
        new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .readTimeout(Duration.ofMinutes(5))
            .build();
    new Console(
            Map.of(
                OPEN, count -> open(http, url, new Messages(payloadBytes).of("floor", count)),
                MEASURE, none -> OwnFigures.afterCollection()))
        .serve();
    System.exit(0); // whatever is still open
  }

  private static Map<String, Double> open(OkHttpClient http, String url, List<Message> messages) {
    messages.forEach(message -> Thread.ofVirtual().start(() -> post(http, url, message)));
    return Map.of("started", (double) messages.size());
  }

  private static void post(OkHttpClient http, String url, Message message) {
    Request request =
        new Request.Builder()
            .url(url + "/api/v1/app/" + message.organization() + "/msg")
            .post(RequestBody.create(message.payload(), JSON))
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        System.err.println("The stub answered " + response.code());
      }
    } catch (IOException e) {
      System.err.println("A request has failed: " + e);
    }
  }
}
