package dev.signalbox.relay.drain;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands before a PostgreSQL server and passes everything on, until it is told of a statement whose
 * answer it is to swallow: then it waits until the server has answered it, and cuts the connection.
 */
final class CuttingProxy implements AutoCloseable {

  /** The server is ready for the next statement, so the last one has ended for good. */
  private static final byte[] READY = {'Z', 0, 0, 0, 5};

  private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final String host;
  private final int port;
  private final AtomicReference<Optional<String>> doomed = new AtomicReference<>(Optional.empty());

  CuttingProxy(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return entry.getLocalPort();
  }

  /** The next statement with this text is carried out, and its answer never comes. */
  void swallowAnswerTo(String text) {
    doomed.set(Optional.of(text));
  }

  boolean hasCut() {
    return doomed.get().isEmpty();
  }

  private void accept() {
    while (!entry.isClosed()) {
      try {
        Link link = new Link(entry.accept(), new Socket(host, port));
        Thread.ofVirtual().start(link::ask);
        Thread.ofVirtual().start(link::answer);
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean swallowing;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void ask() {
      try (InputStream in = client.getInputStream();
          OutputStream out = server.getOutputStream()) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
          Optional<String> wanted = doomed.get();
          if (wanted.isPresent()
              && text.contains(wanted.get())
              && doomed.compareAndSet(wanted, Optional.empty())) {
            swallowing = true;
          }
          out.write(buffer, 0, n);
        }
      } catch (IOException e) {
        // cut
      }
    }

    void answer() {
      try (InputStream in = server.getInputStream();
          OutputStream out = client.getOutputStream()) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!swallowing) {
            out.write(buffer, 0, n);
          } else if (n > READY.length
              && Arrays.equals(buffer, n - 6, n - 1, READY, 0, READY.length)) {
            return;
          }
        }
      } catch (IOException e) {
        // cut
      }
    }
  }

  @Override
  public void close() {
    try {
      entry.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
