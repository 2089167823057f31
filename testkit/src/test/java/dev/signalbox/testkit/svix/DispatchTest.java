package dev.signalbox.testkit.svix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.svix.Svix;
import com.svix.SvixOptions;
import com.svix.Webhook;
import com.svix.exceptions.WebhookVerificationException;
import com.svix.models.ApplicationIn;
import com.svix.models.EndpointHeadersIn;
import com.svix.models.EndpointIn;
import com.svix.models.EndpointOut;
import com.svix.models.EndpointPatch;
import com.svix.models.EndpointSecretRotateIn;
import com.svix.models.EventTypeIn;
import com.svix.models.MessageAttemptOut;
import com.svix.models.MessageIn;
import com.svix.models.MessageOut;
import com.svix.models.MessageStatus;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reaches an endpoint, checked with the official client's verification. */
@Timeout(120) // a delivery that never comes must not hang the build
class DispatchTest {

  private final SvixEmulator emulator =
      SvixEmulator.builder()
          .retrySchedule(List.of(Duration.ofMillis(1), Duration.ofMillis(1)))
          .start();
  private final Receiver receiver = new Receiver();
  private final Svix svix;

  DispatchTest() throws Exception {
    SvixOptions options = new SvixOptions();
    options.setServerUrl(emulator.url());
    svix = new Svix(emulator.token(), options);
  }

  @BeforeEach
  void createApplication() throws Exception {
    svix.getApplication().create(new ApplicationIn().name("One").uid("org-1"));
    svix.getEventType().create(new EventTypeIn().name("a.b").description("A"));
  }

  @AfterEach
  void close() {
    receiver.close();
    emulator.close();
  }

  @Test
  void deliveriesAreSignedAndByteForByte() throws Exception {
    EndpointOut endpoint = endpoint(new EndpointIn());
    Webhook webhook = new Webhook(svix.getEndpoint().getSecret("org-1", endpoint.getId()).getKey());
    for (String payload : PayloadTest.TORTURE) {
      MessageOut message = create(new MessageIn().payload(payload));
      Receiver.Received received = receiver.take();
      assertThat(received.body()).isEqualTo(payload);
      webhook.verify(received.body(), received.headers());
      assertThat(received.header("Svix-id")).isEqualTo(message.getId());
      assertThat(received.header("Content-type")).isEqualTo("application/json");
      assertThat(received.header("User-agent")).startsWith("Svix-Webhooks/");
    }
  }

  @Test
  void theOldSecretSignsOnAfterARotation() throws Exception {
    EndpointOut endpoint = endpoint(new EndpointIn());
    String before = svix.getEndpoint().getSecret("org-1", endpoint.getId()).getKey();
    svix.getEndpoint().rotateSecret("org-1", endpoint.getId(), new EndpointSecretRotateIn());
    String after = svix.getEndpoint().getSecret("org-1", endpoint.getId()).getKey();
    assertThat(after).isNotEqualTo(before);
    create(new MessageIn());
    Receiver.Received received = receiver.take();
    new Webhook(before).verify(received.body(), received.headers());
    new Webhook(after).verify(received.body(), received.headers());
    Webhook stranger = new Webhook("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assertThatExceptionOfType(WebhookVerificationException.class)
        .isThrownBy(() -> stranger.verify(received.body(), received.headers()));
  }

  @Test
  void aFailureIsRetriedWithTheSameIdAndRecorded() throws Exception {
    EndpointOut endpoint = endpoint(new EndpointIn());
    receiver.answerNext(500);
    receiver.answerNext(302);
    MessageOut message = create(new MessageIn());
    for (int i = 0; i < 3; i++) {
      assertThat(receiver.take().header("Svix-id")).isEqualTo(message.getId());
    }
    List<MessageAttemptOut> attempts = attempts(message, 3);
    assertThat(attempts)
        .extracting(MessageAttemptOut::getResponseStatusCode)
        .containsExactly((short) 200, (short) 302, (short) 500);
    assertThat(attempts)
        .extracting(MessageAttemptOut::getStatus)
        .containsExactly(MessageStatus.SUCCESS, MessageStatus.FAIL, MessageStatus.FAIL);
    assertThat(attempts).allSatisfy(a -> assertThat(a.getEndpointId()).isEqualTo(endpoint.getId()));
    assertThat(
            svix.getMessageAttempt().listAttemptedDestinations("org-1", message.getId()).getData())
        .singleElement()
        .satisfies(d -> assertThat(d.getStatus()).isEqualTo(MessageStatus.SUCCESS))
        .satisfies(d -> assertThat(d.getNextAttempt()).isNull());
    assertThat(svix.getMessageAttempt().listByEndpoint("org-1", endpoint.getId()).getData())
        .hasSize(3);
  }

  @Test
  void anExhaustedScheduleEnds() throws Exception {
    endpoint(new EndpointIn());
    for (int i = 0; i < 3; i++) {
      receiver.answerNext(500);
    }
    MessageOut message = create(new MessageIn());
    assertThat(attempts(message, 3)).hasSize(3);
    create(new MessageIn());
    for (int i = 0; i < 4; i++) {
      receiver.take();
    }
    assertThat(receiver.waiting()).isZero();
  }

  @Test
  void onlyWhatMatchesIsSent() throws Exception {
    endpoint(new EndpointIn().filterTypes(Set.of("a.b")).channels(Set.of("eu")));
    create(new MessageIn().eventType("c.d").channels(Set.of("eu")));
    create(new MessageIn().eventType("a.b").channels(Set.of("us")));
    create(new MessageIn().eventType("a.b"));
    MessageOut matching = create(new MessageIn().eventType("a.b").channels(Set.of("eu", "us")));
    assertThat(receiver.take().header("Svix-id")).isEqualTo(matching.getId());
    assertThat(receiver.waiting()).isZero();
  }

  @Test
  void headersOfTheEndpointAreSentAndADisabledOneGetsNothing() throws Exception {
    EndpointOut endpoint = endpoint(new EndpointIn().uid("hook-1"));
    svix.getEndpoint()
        .updateHeaders(
            "org-1", "hook-1", new EndpointHeadersIn().headers(Map.of("X-Team", "blue")));
    assertThat(svix.getEndpoint().getHeaders("org-1", "hook-1").getHeaders())
        .isEqualTo(Map.of("X-Team", "blue"));
    create(new MessageIn());
    assertThat(receiver.take().header("X-team")).isEqualTo("blue");
    svix.getEndpoint().patch("org-1", "hook-1", new EndpointPatch().disabled(true));
    create(new MessageIn());
    svix.getEndpoint().patch("org-1", "hook-1", new EndpointPatch().disabled(false));
    MessageOut last = create(new MessageIn());
    assertThat(receiver.take().header("Svix-id")).isEqualTo(last.getId());
    svix.getEndpoint().delete("org-1", endpoint.getId());
    SvixContract.refusedWith(404, () -> svix.getEndpoint().get("org-1", "hook-1"));
  }

  private EndpointOut endpoint(EndpointIn in) throws Exception {
    return svix.getEndpoint().create("org-1", in.url(URI.create(receiver.url())));
  }

  private MessageOut create(MessageIn in) throws Exception {
    if (in.getPayload() == null) {
      in.payload("{\"a\":1}");
    }
    return svix.getMessage().create("org-1", in.getEventType() == null ? in.eventType("a.b") : in);
  }

  /** Attempts are recorded after the answer came: asks again until they are there. */
  private List<MessageAttemptOut> attempts(MessageOut message, int count) throws Exception {
    List<MessageAttemptOut> found = new ArrayList<>();
    while (found.size() < count) {
      Thread.onSpinWait();
      found = svix.getMessageAttempt().listByMsg("org-1", message.getId()).getData();
    }
    return found;
  }
}
