package dev.signalbox.relay.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthServerTest {

  @Test
  void livesAtOnceAndIsReadyWhenTheWorkerIs() throws Exception {
    AtomicBoolean ready = new AtomicBoolean();
    try (HealthServer server = HealthServer.start("127.0.0.1", 0, ready::get)) {
      assertThat(status(server, "/healthz")).isEqualTo(200);
      assertThat(status(server, "/readyz")).isEqualTo(503);
      ready.set(true);
      assertThat(status(server, "/readyz")).isEqualTo(200);
      assertThat(status(server, "/")).isEqualTo(404);
    }
  }

  @Test
  void whoNeverSaysThatItIsReadyLivesNonetheless() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (HealthServer server = HealthServer.start("127.0.0.1", 0, () -> await(closed))) {
      for (int i = 0; i < 3; i++) {
        assertThat(status(server, "/readyz")).isEqualTo(503);
      }
      assertThat(status(server, "/healthz")).isEqualTo(200);
    } finally {
      closed.countDown();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private static int status(HealthServer server, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
      return client
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }
}
