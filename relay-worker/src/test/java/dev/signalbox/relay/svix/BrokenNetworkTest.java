package dev.signalbox.relay.svix;

import static dev.signalbox.relay.svix.ScriptedSvix.MESSAGE_ID;
import static dev.signalbox.relay.svix.ScriptedSvix.created;
import static dev.signalbox.relay.svix.ScriptedSvix.event;
import static dev.signalbox.relay.svix.ScriptedSvix.json;
import static dev.signalbox.relay.svix.ScriptedSvix.mapped;
import static dev.signalbox.relay.svix.ScriptedSvix.message;
import static dev.signalbox.relay.svix.ScriptedSvix.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokenNetworkTest {

  private ScriptedSvix svix;
  private SvixDestination destination;

  @BeforeEach
  void start() throws IOException {
    svix = new ScriptedSvix();
    destination = new SvixDestination(svix.settings());
  }

  @AfterEach
  void stop() throws IOException {
    destination.close();
    svix.close();
  }

  @Test
  void aCutOnAWarmConnectionIsNotResentInSecret() {
    assertThat(deliver()).isInstanceOf(Accepted.class);
    svix.onCreate(message(202).setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST));
    assertThat(deliver()).isInstanceOf(Failed.class);
    assertThat(svix.kinds()).containsExactly("create", "create");
    assertThat(svix.requests().get(1).getSequenceNumber()).isEqualTo(1);
  }

  @Test
  void aCutOnAFreshConnectionIsAFailure() {
    svix.onCreate(message(202).setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST));
    assertThat(deliver()).isInstanceOf(Failed.class);
    assertThat(svix.kinds()).containsExactly("create");
  }

  @Test
  void aTruncatedAnswerIsAFailure() {
    svix.onCreate(
        message(202)
            .setBody(" ".repeat(100_000))
            .setSocketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY));
    assertThat(deliver()).isInstanceOf(Failed.class);
    svix.onCreate(
        message(202)
            .setChunkedBody(" ".repeat(100_000), 1_000)
            .setSocketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY));
    assertThat(deliver()).isInstanceOf(Failed.class);
    assertThat(svix.kinds()).containsExactly("create", "create");
  }

  @Test
  void silenceEndsWithTheCallTimeout() {
    try (SvixDestination impatient = impatient()) {
      svix.onCreate(message(202).setSocketPolicy(SocketPolicy.NO_RESPONSE));
      assertThat(impatient.deliver(mapped(), event()))
          .isEqualTo(new Failed("Svix timed out after 300 ms"));
    }
  }

  @Test
  void aDrippingAnswerEndsWithTheCallTimeout() {
    try (SvixDestination impatient = impatient()) {
      svix.onCreate(message(202).throttleBody(1, 100, TimeUnit.MILLISECONDS));
      assertThat(impatient.deliver(mapped(), event()))
          .isEqualTo(new Failed("Svix timed out after 300 ms"));
    }
  }

  @Test
  void theCallTimeoutHoldsForAllRequestsOfADeliveryTogether() {
    try (SvixDestination impatient = new SvixDestination(svix.settings(Duration.ofSeconds(1)))) {
      svix.onApplication(status(409).setHeadersDelay(600, TimeUnit.MILLISECONDS));
      svix.onApplication(ScriptedSvix.application().setHeadersDelay(600, TimeUnit.MILLISECONDS));
      assertThat(impatient.deliver(created(), event()))
          .isEqualTo(new Unreachable("Svix timed out after 1 s"));
    }
  }

  @Test
  void anAnswerThatIsNotHttpIsAFailure() throws Exception {
    assertThat(deliverToSomethingElse("http")).isInstanceOf(Failed.class);
  }

  @Test
  void nothingIsSentWhereNobodyListens() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    assertThat(deliverTo(URI.create("http://127.0.0.1:" + port)))
        .isEqualTo(new Unreachable("No connection to Svix: connection refused"));
  }

  @Test
  void nothingIsSentToAnUnknownHost() {
    assertThat(deliverTo(URI.create("http://svix.invalid")))
        .isEqualTo(new Unreachable("No connection to Svix: unknown host"));
  }

  @Test
  void nothingIsSentWithoutTheTlsThatWasAskedFor() throws Exception {
    assertThat(deliverToSomethingElse("https"))
        .isEqualTo(
            new Unreachable("No connection to Svix: TLS failed, check scheme and certificate"));
  }

  @Test
  void aConnectionThatIsNotMadeInTimeIsUnreachable() {
    assertThat(
            Endings.of(
                new NotSentException(new SocketTimeoutException("Connect timed out")),
                Duration.ofSeconds(10)))
        .isEqualTo(new Unreachable("No connection to Svix: connecting timed out"));
  }

  @Test
  void anInterruptedThreadStaysInterruptedAndTheEventIsNotBlamed() throws Exception {
    svix.onCreate(message(202).setSocketPolicy(SocketPolicy.NO_RESPONSE));
    CompletableFuture<DeliveryOutcome> outcome = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              outcome.complete(deliver());
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    svix.arrivals.take();
    thread.interrupt();
    assertThat(outcome.get()).isEqualTo(new Failed("Interrupted while waiting for Svix"));
    assertThat(interrupted.get()).isTrue();
  }

  @Test
  void aThreadThatIsInterruptedAlreadySendsNothing() {
    Thread.currentThread().interrupt();
    DeliveryOutcome outcome = deliver();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isEqualTo(new Failed("Interrupted while waiting for Svix"));
  }

  @Test
  void closingEndsWhatIsRunning() throws Exception {
    svix.onCreate(message(202).setSocketPolicy(SocketPolicy.NO_RESPONSE));
    CompletableFuture<DeliveryOutcome> outcome = CompletableFuture.supplyAsync(this::deliver);
    svix.arrivals.take();
    destination.close();
    assertThat(outcome.get()).isInstanceOf(Failed.class);
  }

  @Test
  void aReadBackIsTriedAgainWhenItsConnectionWasDead() {
    svix.onCreate(status(409))
        .onRead(json(200, "").setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST))
        .onRead(message(200));
    assertThat(deliver()).isEqualTo(new Accepted(MESSAGE_ID, true));
    assertThat(svix.kinds()).containsExactly("create", "read", "read");
  }

  private DeliveryOutcome deliver() {
    return destination.deliver(mapped(), event());
  }

  private SvixDestination impatient() {
    return new SvixDestination(svix.settings(Duration.ofMillis(300)));
  }

  private static DeliveryOutcome deliverToSomethingElse(String scheme) throws Exception {
    try (ServerSocket listener = new ServerSocket(0)) {
      CompletableFuture<Void> answered =
          CompletableFuture.runAsync(
              () -> {
                try (Socket socket = listener.accept()) {
                  socket
                      .getOutputStream()
                      .write("SSH-2.0-server\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                  // a close with unread input would be a reset, which may overtake the answer
                  socket.shutdownOutput();
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      DeliveryOutcome outcome =
          deliverTo(URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort()));
      answered.get();
      return outcome;
    }
  }

  private static DeliveryOutcome deliverTo(URI url) {
    try (SvixDestination elsewhere =
        new SvixDestination(new SvixSettings(url, ScriptedSvix.TOKEN, 1, Duration.ofSeconds(20)))) {
      return elsewhere.deliver(mapped(), event());
    }
  }
}
