package dev.signalbox.relay.svix;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HttpCallsTest {

  /** Else each request of more than some kilobytes waits for 40 ms. */
  @Test
  void itsSocketsSendAtOnce() {
    assertThat(HttpCalls.SOCKETS.isTcpNoDelay()).isTrue();
  }

  @Test
  void neitherTokenNorPayloadGetsIntoALogHoweverItIsConfigured() throws Exception {
    Logger library = (Logger) LoggerFactory.getLogger("org.apache.hc");
    Level before = library.getLevel();
    PrintStream terminal = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    library.setLevel(Level.TRACE);
    try (ScriptedSvix svix = new ScriptedSvix();
        SvixDestination destination = new SvixDestination(svix.settings())) {
      assertThat(destination.deliver(ScriptedSvix.created(), ScriptedSvix.event()))
          .isInstanceOf(Accepted.class);
    } finally {
      library.setLevel(before);
      System.setErr(terminal);
    }
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("PoolingHttpClientConnectionManager")
        .doesNotContain(ScriptedSvix.TOKEN, "secret");
  }
}
