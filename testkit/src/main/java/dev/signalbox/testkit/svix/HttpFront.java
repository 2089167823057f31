package dev.signalbox.testkit.svix;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks HTTP: turns exchanges into requests and replies into bytes, or into their lack. */
final class HttpFront implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
  private static final int BACKLOG = 1024;
  private static final long DRAINED_BYTES = 64L << 20;

  static {
    // The JDK's server reads these once, when its first class loads.
    setDefault("sun.net.httpserver.nodelay", "true");
    setDefault("sun.net.httpserver.maxIdleConnections", "10000");
    setDefault("sun.net.httpserver.idleInterval", "600");
  }

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Threads.daemon("svix-emulator"));
  private final int bodyLimit;
  private final Function<Request, Reply> intake;

  HttpFront(InetSocketAddress address, int bodyLimit, Function<Request, Reply> intake)
      throws IOException {
    this.bodyLimit = bodyLimit;
    this.intake = intake;
    server = HttpServer.create(address, BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  void start() {
    server.start();
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      Optional<byte[]> body = read(exchange);
      Reply reply =
          body.map(bytes -> intake.apply(request(exchange, bytes)))
              .orElseGet(() -> Refusal.tooLarge().reply());
      if (!reply.isCut()) {
        write(exchange, reply);
      }
    } catch (IOException e) {
      LOG.debug("A connection ended before its answer.", e);
    } catch (RuntimeException e) {
      LOG.error("A request failed inside the emulator; its connection is closed.", e);
    }
  }

  private static Request request(HttpExchange exchange, byte[] body) {
    URI uri = exchange.getRequestURI();
    String path = trimmed(uri.getRawPath());
    String query = uri.getRawQuery();
    return new Request(
        RouteMatch.of(exchange.getRequestMethod(), path),
        query == null ? path : path + "?" + query,
        Query.of(query),
        new RequestHeaders(header(exchange, "Authorization"), header(exchange, "Idempotency-Key")),
        body);
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static String trimmed(String path) {
    int start = path.startsWith("/") ? 1 : 0;
    int end = path.length() > start && path.endsWith("/") ? path.length() - 1 : path.length();
    return path.substring(start, end);
  }

  /** The body; empty when it is over the limit. */
  private Optional<byte[]> read(HttpExchange exchange) throws IOException {
    InputStream in = exchange.getRequestBody();
    byte[] body = in.readNBytes(Math.min(declaredLength(exchange), bodyLimit + 1));
    if (body.length > bodyLimit) {
      drain(in);
      return Optional.empty();
    }
    return Optional.of(body);
  }

  /** Saves the buffers of a read of unknown length. */
  private static int declaredLength(HttpExchange exchange) {
    String length = header(exchange, "Content-Length");
    if (length.isEmpty()) {
      return header(exchange, "Transfer-Encoding").isEmpty() ? 0 : Integer.MAX_VALUE;
    }
    return (int) Math.min(Long.parseLong(length), Integer.MAX_VALUE);
  }

  /** Reads a body to its end: a client that still writes would not hear the answer. */
  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long drained = 0;
    int count = 0;
    while (count >= 0 && drained < DRAINED_BYTES) {
      drained += count;
      count = in.read(buffer);
    }
  }

  private static void write(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] body = reply.body();
    if (body.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), body.length);
    OutputStream out = exchange.getResponseBody();
    out.write(body, 0, reply.sentBytes());
    if (reply.isTruncated()) {
      out.flush();
    }
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
