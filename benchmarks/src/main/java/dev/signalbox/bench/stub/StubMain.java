package dev.signalbox.bench.stub;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands for Svix where Svix must not be the limit: takes whatever is posted, reads it to its end,
 * and answers with an id, at once or after a delay. It stores nothing and recognises nothing; once
 * it was asked for its journal it notes when each message came and was answered. It counts messages
 * and connections. A process of its own; it says its port on the first line and ends with its
 * input.
 */
public final class StubMain {

  private static final int BACKLOG = 1024;
  private static final String CONTENT_LENGTH = "content-length:";
  private static final int BUFFER_BYTES = 16 * 1024;

  private static final String MESSAGE =
      """
      {"id":"msg_bench","eventType":"bench.made","payload":{},"timestamp":"2026-01-01T00:00:00Z"}\
      """;
  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]*)\"");
  private static final byte[] ACCEPTED = answer("202 Accepted", MESSAGE);
  private static final String IDEMPOTENCY_KEY = "idempotency-key:";
  private static final StubJournal JOURNAL = new StubJournal();
  private static final LongAdder MESSAGES = new LongAdder();
  private static final LongAdder CONNECTIONS = new LongAdder();

  /**
   * The start of a request.
   *
   * @param length of the body that follows
   * @param key by which a message is known again
   */
  private record Head(String line, int length, String key, long firstByteMicros) {

    boolean isMessage() {
      return line.contains("/msg");
    }

    boolean isJournal() {
      return line.startsWith("GET " + Stub.JOURNAL);
    }

    boolean isSvix() {
      return !isJournal() && !isCounts();
    }

    boolean isCounts() {
      return line.startsWith("GET " + Stub.COUNTS);
    }
  }

  private StubMain() {}

  /** Runs until the input ends. The argument is the delay of each message in milliseconds. */
  public static void main(String[] arguments) throws IOException {
    long delayMillis = Long.parseLong(arguments[0]);
    try (ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
      System.out.println(server.getLocalPort());
      Thread.ofPlatform().daemon().start(() -> accept(server, delayMillis));
      while (System.in.read() >= 0) {
        // whoever started it is still there
      }
    }
  }

  private static void accept(ServerSocket server, long delayMillis) {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> serve(socket, delayMillis));
      }
    } catch (IOException e) {
      // it was closed
    }
  }

  private static void serve(Socket socket, long delayMillis) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
      boolean first = true;
      for (Head head = readHead(in); head != null; head = readHead(in)) {
        byte[] body = in.readNBytes(head.length());
        if (head.isSvix()) {
          count(head, first);
          first = false;
        }
        if (head.isMessage() && delayMillis > 0) {
          Thread.sleep(delayMillis);
        }
        socket.getOutputStream().write(answer(head, body));
        if (head.isMessage()) {
          JOURNAL.add(head.key(), head.firstByteMicros(), StubJournal.micros());
        }
      }
    } catch (IOException | InterruptedException e) {
      // the client has gone, or the process ends
    }
  }

  /** Before the answer: who has it finds its message counted. */
  private static void count(Head head, boolean first) {
    if (head.isMessage() && head.line().startsWith("POST ")) {
      MESSAGES.increment();
    }
    if (first) {
      CONNECTIONS.increment();
    }
  }

  private static byte[] answer(Head head, byte[] body) {
    if (head.isCounts()) {
      return answer("200 OK", new StubCounts(MESSAGES.sum(), CONNECTIONS.sum()).text());
    }
    if (head.isJournal()) {
      return answer("200 OK", new String(JOURNAL.take(), StandardCharsets.US_ASCII));
    }
    return head.isMessage() ? ACCEPTED : application(body);
  }

  private static byte[] application(byte[] body) {
    Matcher uid = UID.matcher(new String(body, StandardCharsets.UTF_8));
    return answer(
        "200 OK",
        """
        {"id":"app_bench","uid":"%s","name":"bench","createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","metadata":{}}\
        """
            .formatted(uid.find() ? uid.group(1) : ""));
  }

  private static byte[] answer(String status, String body) {
    return "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Null at the end of the connection. */
  private static @Nullable Head readHead(InputStream in) throws IOException {
    int firstByte = in.read();
    long firstByteMicros = StubJournal.micros();
    String rest = firstByte < 0 ? null : readLine(in);
    if (rest == null) {
      return null;
    }
    int length = 0;
    String key = "";
    for (String line = readLine(in); line != null && !line.isEmpty(); line = readLine(in)) {
      if (line.regionMatches(true, 0, CONTENT_LENGTH, 0, CONTENT_LENGTH.length())) {
        length = Integer.parseInt(line.substring(CONTENT_LENGTH.length()).strip());
      } else if (line.regionMatches(true, 0, IDEMPOTENCY_KEY, 0, IDEMPOTENCY_KEY.length())) {
        key = line.substring(IDEMPOTENCY_KEY.length()).strip();
      }
    }
    return new Head((char) firstByte + rest, length, key, firstByteMicros);
  }

  private static @Nullable String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
