package dev.signalbox.relay.svix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HttpCallsTest {

  private static final int PARALLELISM = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void neitherTokenNorPayloadGetsIntoALogHoweverItIsConfigured() throws Exception {
    try (ScriptedSvix svix = new ScriptedSvix()) {
      assertThat(loggedByADeliveryTo(svix))
          .contains("PoolingHttpClientConnectionManager")
          .doesNotContain(ScriptedSvix.TOKEN, "secret");
    }
  }

  @Test
  void norOverTls(@TempDir Path directory) throws Exception {
    try (SelfSigned certificate = new SelfSigned(directory);
        ScriptedSvix svix = ScriptedSvix.withTls(certificate.sockets())) {
      assertThat(svix.url()).hasScheme("https");
      assertThat(loggedByADeliveryTo(svix))
          .contains("PoolingHttpClientConnectionManager")
          .doesNotContain(ScriptedSvix.TOKEN, "secret");
    }
  }

  private static String loggedByADeliveryTo(ScriptedSvix svix) {
    Logger library = (Logger) LoggerFactory.getLogger("org.apache.hc");
    Level before = library.getLevel();
    PrintStream terminal = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    library.setLevel(Level.TRACE);
    try (SvixDestination destination = new SvixDestination(svix.settings())) {
      assertThat(destination.deliver(ScriptedSvix.created(), ScriptedSvix.event()))
          .isInstanceOf(Accepted.class);
    } finally {
      library.setLevel(before);
      System.setErr(terminal);
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  /** Nor does it cost a connection: more are refused than there may be. */
  @ParameterizedTest
  @ValueSource(ints = {204, 302, 403, 404, 407, 429, 502})
  void whatAProxyRefusesIsNoAnswerOfTheServer(int status) throws IOException {
    try (MockWebServer proxy = new MockWebServer()) {
      proxy.start();
      HttpUrl server = Objects.requireNonNull(HttpUrl.parse("https://svix.test"));
      try (HttpCalls calls = new HttpCalls(server, settings(server), by(proxy))) {
        for (int i = 0; i < PARALLELISM + 10; i++) {
          proxy.enqueue(new MockResponse().setResponseCode(status));
          NotSentException failure =
              catchThrowableOfType(
                  NotSentException.class, () -> calls.send(get(server), PATIENCE.toNanos()));
          assertThat(failure.why()).isEqualTo("the proxy refused the connection");
        }
      }
    }
  }

  @Test
  void whatComesAfterTheEndIsNotSent() {
    HttpUrl server = Objects.requireNonNull(HttpUrl.parse("http://svix.test"));
    HttpCalls calls = new HttpCalls(server, settings(server));
    calls.close();
    assertThatExceptionOfType(NotSentException.class)
        .isThrownBy(() -> calls.send(get(server), PATIENCE.toNanos()));
  }

  private static HttpUriRequestBase get(HttpUrl server) {
    return new HttpUriRequestBase("GET", server.uri());
  }

  private static SvixSettings settings(HttpUrl server) {
    return new SvixSettings(server.uri(), ScriptedSvix.TOKEN, PARALLELISM, PATIENCE);
  }

  private static ProxySelector by(MockWebServer proxy) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI address) {
        return List.of(
            new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(proxy.getHostName(), proxy.getPort())));
      }

      @Override
      public void connectFailed(URI address, SocketAddress to, IOException failure) {}
    };
  }
}
