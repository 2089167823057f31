package dev.signalbox.relay.svix;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import java.util.List;
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
    ListAppender<ILoggingEvent> written = new ListAppender<>();
    written.start();
    library.addAppender(written);
    library.setLevel(Level.TRACE);
    try (ScriptedSvix svix = new ScriptedSvix();
        SvixDestination destination = new SvixDestination(svix.settings())) {
      assertThat(destination.deliver(ScriptedSvix.created(), ScriptedSvix.event()))
          .isInstanceOf(Accepted.class);
    } finally {
      library.setLevel(before);
      library.detachAppender(written);
    }
    List<String> lines = written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(lines).isNotEmpty();
    assertThat(lines).noneMatch(line -> line.contains(ScriptedSvix.TOKEN));
    assertThat(lines).noneMatch(line -> line.contains("secret"));
  }
}
