package dev.signalbox.testkit.svix;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** Talks HTTP to an emulator where the official client hides something. */
final class RawHttp {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final SvixEmulator emulator;

  RawHttp(SvixEmulator emulator) {
    this.emulator = emulator;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        request(path).method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  HttpResponse<String> post(String path, String body, String key)
      throws IOException, InterruptedException {
    return CLIENT.send(keyed(path, body, key), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> postLater(String path, String body, String key) {
    return CLIENT.sendAsync(keyed(path, body, key), HttpResponse.BodyHandlers.ofString());
  }

  /** Creates the application. */
  void application(String uid) throws IOException, InterruptedException {
    post("/api/v1/app", "{\"name\":\"%s\",\"uid\":\"%s\"}".formatted(uid, uid));
  }

  /** The body of a message. */
  static String message(String eventId) {
    return "{\"eventId\":\"%s\",\"eventType\":\"order.created\",\"payload\":{\"a\":1}}"
        .formatted(eventId);
  }

  private HttpRequest keyed(String path, String body, String key) {
    return request(path)
        .header("Idempotency-Key", key)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(emulator.url() + path))
        .header("Authorization", "Bearer " + emulator.token())
        .header("Content-Type", "application/json");
  }
}
