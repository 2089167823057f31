package dev.signalbox.relay.svix;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Reads each request and answers whatever bytes it is told, be they HTTP or not. */
final class HostileServer implements AutoCloseable {

  /** Writes an answer; the connection is closed after it. */
  interface Answer {
    void write(OutputStream out) throws IOException;
  }

  private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicReference<Answer> answer = new AtomicReference<>(out -> {});
  private final AtomicLong written = new AtomicLong();

  HostileServer() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + entry.getLocalPort());
  }

  void answer(Answer next) {
    answer.set(next);
  }

  /** Bytes of answers that clients or the network have taken. */
  long written() {
    return written.get();
  }

  private void accept() {
    while (!entry.isClosed()) {
      try {
        Socket socket = entry.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = new Counting(socket.getOutputStream())) {
      readRequest(in);
      answer.get().write(out);
      out.flush();
      socket.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream()); // the client closes when it has seen the end
    } catch (IOException e) {
      // the client has had enough
    }
  }

  private static void readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return;
      }
      head.append((char) next);
    }
    for (String line : head.toString().toLowerCase(Locale.ROOT).split("\r\n", -1)) {
      if (line.startsWith("content-length:")) {
        in.readNBytes(Integer.parseInt(line.substring("content-length:".length()).strip()));
      }
    }
  }

  private final class Counting extends OutputStream {
    private final OutputStream out;

    Counting(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      written.addAndGet(length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
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
