package dev.signalbox.relay.svix;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Target;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;

/**
 * A server that answers each kind of request as the test scripted it, else as Svix on a good day.
 */
final class ScriptedSvix implements AutoCloseable {

  static final String TOKEN = "testsk_not-to-be-seen.eu";
  static final String PAYLOAD = "{\"secret\": \"payload\"}";
  static final String MESSAGE_ID = "msg_1srOrx2ZWZBpBUvZwXKQmoEYga2";

  private static final OrganizationId ORGANIZATION = new OrganizationId("org-1");

  private final MockWebServer server;
  private final Deque<Supplier<MockResponse>> creates = new ConcurrentLinkedDeque<>();
  private final Deque<Supplier<MockResponse>> reads = new ConcurrentLinkedDeque<>();
  private final Deque<Supplier<MockResponse>> applications = new ConcurrentLinkedDeque<>();
  private final ConcurrentLinkedQueue<RecordedRequest> requests = new ConcurrentLinkedQueue<>();
  final LinkedBlockingQueue<String> arrivals = new LinkedBlockingQueue<>();

  ScriptedSvix() throws IOException {
    this(new MockWebServer());
  }

  /** As one that speaks TLS. */
  static ScriptedSvix withTls(SSLSocketFactory sockets) throws IOException {
    MockWebServer server = new MockWebServer();
    server.useHttps(sockets, false);
    return new ScriptedSvix(server);
  }

  private ScriptedSvix(MockWebServer server) throws IOException {
    this.server = server;
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            arrivals.add(kind(request));
            return answer(kind(request));
          }
        });
    server.start();
  }

  private MockResponse answer(String kind) {
    return switch (kind) {
      case "application" -> next(applications, ScriptedSvix::application);
      case "create" -> next(creates, () -> message(202));
      case "read" -> next(reads, () -> json(404, "{\"code\":\"not_found\"}"));
      default -> new MockResponse().setResponseCode(404);
    };
  }

  private static MockResponse next(
      Deque<Supplier<MockResponse>> script, Supplier<MockResponse> otherwise) {
    Supplier<MockResponse> scripted = script.poll();
    return (scripted == null ? otherwise : scripted).get();
  }

  private static String kind(RecordedRequest request) {
    String line = request.getMethod() + " " + request.getPath();
    if (line.equals("POST /api/v1/app?get_if_exists=true")) {
      return "application";
    }
    if (line.equals("POST /api/v1/app/org-1/msg?with_content=false")) {
      return "create";
    }
    if (line.matches("GET /api/v1/app/org-1/msg/[-0-9a-f]{36}\\?with_content=false")) {
      return "read";
    }
    return line;
  }

  ScriptedSvix onCreate(MockResponse response) {
    return onCreate(() -> response);
  }

  ScriptedSvix onCreate(Supplier<MockResponse> response) {
    creates.add(response);
    return this;
  }

  ScriptedSvix onRead(MockResponse response) {
    reads.add(() -> response);
    return this;
  }

  ScriptedSvix onApplication(MockResponse response) {
    return onApplication(() -> response);
  }

  ScriptedSvix onApplication(Supplier<MockResponse> response) {
    applications.add(response);
    return this;
  }

  static MockResponse json(int status, String body) {
    return new MockResponse()
        .setResponseCode(status)
        .setHeader("Content-Type", "application/json")
        .setBody(body);
  }

  static MockResponse status(int status) {
    return json(status, "{\"detail\":\"answer of the server\"}");
  }

  static MockResponse message(int status) {
    return json(
        status,
        "{\"id\":\"%s\",\"eventType\":\"order.created\",\"payload\":{},\"new\":1}"
            .formatted(MESSAGE_ID));
  }

  static MockResponse application() {
    return json(200, "{\"id\":\"app_1srOrx2ZWZBpBUvZwXKQmoEYga2\",\"uid\":\"org-1\"}");
  }

  URI url() {
    return server.url("/").uri();
  }

  SvixSettings settings() {
    return settings(Duration.ofSeconds(20));
  }

  SvixSettings settings(Duration callTimeout) {
    return new SvixSettings(url(), TOKEN, 16, callTimeout);
  }

  /**
   * The kinds of the requests that came, in order: application, create, read, or the line itself.
   */
  List<String> kinds() {
    List<String> kinds = new ArrayList<>();
    requests.forEach(request -> kinds.add(kind(request)));
    return kinds;
  }

  List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  static PendingEvent event() {
    return event(PAYLOAD);
  }

  static PendingEvent event(String payload) {
    return new PendingEvent(1, UUID.randomUUID(), "order.created", payload, null, List.of(), 0);
  }

  /** An application that is created where it is missing. */
  static Target created() {
    return new Target(ORGANIZATION, "org-1", true);
  }

  /** An application that somebody else has made. */
  static Target mapped() {
    return new Target(ORGANIZATION, "org-1", false);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
