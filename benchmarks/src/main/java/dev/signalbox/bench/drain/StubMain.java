package dev.signalbox.bench.drain;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Stands for Svix where Svix must not be the limit: takes whatever is posted, reads it to its end,
 * and answers at once with an id. It stores nothing and recognises nothing. A process of its own;
 * it says its port on the first line and ends with its input.
 */
public final class StubMain {

  private static final int BACKLOG = 1024;
  private static final int BUFFER_BYTES = 16 * 1024;

  private static final String BODY =
      """
      {"id":"msg_bench","uid":"bench","name":"bench","eventType":"bench.made","payload":{},"timestamp":"2026-01-01T00:00:00Z","createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","metadata":{}}\
      """;

  private static final byte[] ANSWER =
      "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
          .formatted(BODY.length(), BODY)
          .getBytes(StandardCharsets.US_ASCII);

  private StubMain() {}

  /** Runs until the input ends. */
  public static void main(String[] arguments) throws IOException {
    try (ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
      System.out.println(server.getLocalPort());
      Thread.ofPlatform().daemon().start(() -> accept(server));
      while (System.in.read() >= 0) {
        // whoever started it is still there
      }
    }
  }

  private static void accept(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // it was closed
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
      while (true) {
        long length = readHead(in);
        if (length < 0) {
          return;
        }
        in.skipNBytes(length);
        socket.getOutputStream().write(ANSWER);
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  /** The length of the body that follows; -1 at the end of the connection. */
  private static long readHead(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    long length = 0;
    boolean any = false;
    while (true) {
      int next = in.read();
      if (next < 0) {
        if (any) {
          throw new EOFException();
        }
        return -1;
      }
      any = true;
      if (next == '\n') {
        if (line.isEmpty()) {
          return length;
        }
        String header = line.toString().toLowerCase(Locale.ROOT);
        if (header.startsWith("content-length:")) {
          length = Long.parseLong(header.substring("content-length:".length()).strip());
        }
        line.setLength(0);
      } else if (next != '\r') {
        line.append((char) next);
      }
    }
  }
}
