package dev.signalbox.bench.memory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands for Svix and answers messages only when it is told to, so that it is known how many
 * requests are open. It closes each connection after its answer: what a client keeps for a
 * connection is then gone with the request. Safe for use by several threads.
 */
final class HoldingStub implements AutoCloseable {

  static final String TOKEN = "testsk_bench";

  private static final int BACKLOG = 4_096;
  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]*)\"");

  private static final String MESSAGE =
      """
      {"id":"msg_bench","eventType":"bench.made","payload":{},"timestamp":"2026-01-01T00:00:00Z"}\
      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger open = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  HoldingStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Messages that have come and are not answered. */
  int open() {
    return open.get();
  }

  /** Answers no message from now on. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  /** Answers all that are open, and those to come at once. */
  void release() {
    gate.countDown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean message = exchange.getRequestURI().getPath().contains("/msg");
      if (message) {
        awaitRelease();
      }
      byte[] answer = (message ? MESSAGE : application(body)).getBytes(StandardCharsets.US_ASCII);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.sendResponseHeaders(message ? 202 : 200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private void awaitRelease() {
    open.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrementAndGet();
    }
  }

  private static String application(byte[] body) {
    Matcher uid = UID.matcher(new String(body, StandardCharsets.UTF_8));
    return """
    {"id":"app_bench","uid":"%s","name":"bench","createdAt":"2026-01-01T00:00:00Z",\
    "updatedAt":"2026-01-01T00:00:00Z","metadata":{}}\
    """
        .formatted(uid.find() ? uid.group(1) : "");
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }
}
