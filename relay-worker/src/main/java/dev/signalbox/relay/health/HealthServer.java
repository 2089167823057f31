package dev.signalbox.relay.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Answers {@code GET /healthz} with 200 as long as the process can answer at all, and {@code GET
 * /readyz} with 200 or 503. Says nothing of interest to a stranger. Whether the process lives is
 * answered whatever keeps the answer to the other question.
 */
public final class HealthServer implements AutoCloseable {

  /** Who has not answered by then is not ready; whoever asks waits hardly longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens at once.
   *
   * @param port 0: any free one
   * @param ready asked for each {@code /readyz}; no answer within a second is a no
   * @throws IOException when the address cannot be listened on
   */
  public static HealthServer start(String host, int port, BooleanSupplier ready)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
    HealthServer health = new HealthServer(server);
    server.createContext("/healthz", exchange -> answer(exchange, true));
    server.createContext("/readyz", exchange -> answer(exchange, health.isSoon(ready)));
    server.setExecutor(health.threads);
    server.start();
    return health;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops listening; answers under way are cut. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Override
  public String toString() {
    return "http:/" + server.getAddress() + "/readyz";
  }

  private boolean isSoon(BooleanSupplier ready) {
    return CompletableFuture.supplyAsync(ready::getAsBoolean, threads)
        .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private static void answer(HttpExchange exchange, boolean well) throws IOException {
    try (exchange) {
      byte[] body = (well ? "ok\n" : "not ready\n").getBytes(StandardCharsets.US_ASCII);
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      exchange.sendResponseHeaders(well ? 200 : 503, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
