package dev.signalbox.relay.svix;

import static dev.signalbox.relay.svix.ScriptedSvix.MESSAGE_ID;
import static dev.signalbox.relay.svix.ScriptedSvix.application;
import static dev.signalbox.relay.svix.ScriptedSvix.created;
import static dev.signalbox.relay.svix.ScriptedSvix.event;
import static dev.signalbox.relay.svix.ScriptedSvix.json;
import static dev.signalbox.relay.svix.ScriptedSvix.mapped;
import static dev.signalbox.relay.svix.ScriptedSvix.message;
import static dev.signalbox.relay.svix.ScriptedSvix.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.DeliveryOutcome.Misconfigured;
import dev.signalbox.relay.deliver.DeliveryOutcome.Rejected;
import dev.signalbox.relay.deliver.DeliveryOutcome.Throttled;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unauthorized;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unreachable;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SvixDestinationTest {

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

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202})
  void anAnswerWithAMessageIdIsAcceptance(int status) {
    svix.onCreate(message(status));
    assertThat(deliver()).isEqualTo(new Accepted(MESSAGE_ID, false));
    assertThat(svix.kinds()).containsExactly("create");
  }

  @Test
  void theEventIdIsEventIdAndIdempotencyKeyAndTheTokenIsSent() {
    PendingEvent event = event();
    destination.deliver(mapped(), event);
    RecordedRequest request = svix.requests().get(0);
    assertThat(request.getHeader("Idempotency-Key")).isEqualTo(event.eventId().toString());
    assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + ScriptedSvix.TOKEN);
    assertThat(request.getHeader("User-Agent")).isEqualTo("signalbox-relay");
    assertThat(request.getBody().readUtf8())
        .contains("\"eventId\":\"" + event.eventId() + "\"")
        .doesNotContain("\"application\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void whatSvixWillNeverAcceptIsRejectedWithItsAnswer(int status) {
    svix.onCreate(json(status, "{\"detail\":\"no\u0000such\"}"));
    assertThat(deliver())
        .isEqualTo(new Rejected(status, "Svix answered " + status, "{\"detail\":\"nosuch\"}"));
    assertThat(svix.kinds()).containsExactly("create");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void noEventIsBlamedForRefusedCredentials(int status) {
    svix.onCreate(status(status));
    assertThat(deliver())
        .isEqualTo(new Unauthorized("Svix answered " + status + "; check the token"));
    assertThat(svix.kinds()).containsExactly("create");
  }

  @ParameterizedTest
  @ValueSource(ints = {402, 405, 406, 410, 415, 421, 431})
  void noEventIsBlamedForOtherRefusals(int status) {
    svix.onCreate(status(status));
    assertThat(deliver()).isInstanceOf(Misconfigured.class);
    assertThat(svix.kinds()).containsExactly("create");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "null", "[]", "\"detail\"", "<html>400", "{\"error\":\"blocked\"}"})
  void noEventDiesAtOnceOfWhatIsNotSaidBySvix(String body) {
    for (int status : new int[] {400, 413, 422}) {
      svix.onCreate(json(status, body));
      assertThat(deliver())
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.status()).isEqualTo(status));
    }
  }

  @Test
  void aBadTokenIsNoBadEvent() {
    svix.onCreate(json(400, "{\"code\":\"bad_token\",\"detail\":\"sub is no organization\"}"));
    assertThat(deliver()).isEqualTo(new Unauthorized("Svix answered 400; check the token"));
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void aRedirectIsNeverFollowed(int status) {
    svix.onCreate(status(status).setHeader("Location", svix.url() + "elsewhere"));
    assertThat(deliver()).isInstanceOf(Misconfigured.class);
    assertThat(svix.kinds()).containsExactly("create");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429})
  void whoIsAskedToSlowDownLearnsForHowLong(int status) {
    svix.onCreate(status(status).setHeader("Retry-After", "7"));
    assertThat(deliver())
        .isEqualTo(new Throttled("Svix answered " + status, Optional.of(Duration.ofSeconds(7))));
    assertThat(svix.kinds()).containsExactly("create");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 503})
  void anInvitationToRepeatAtOnceIsNotTakenInSecret(int status) {
    svix.onCreate(status(status).setHeader("Retry-After", "0"));
    deliver();
    assertThat(svix.kinds()).containsExactly("create");
  }

  @Test
  void aThrottledAnswerNeedsNoRetryAfter() {
    svix.onCreate(status(408));
    assertThat(deliver()).isEqualTo(new Throttled("Svix answered 408", Optional.empty()));
    assertThat(svix.kinds()).containsExactly("create");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 501, 502, 503, 504, 599})
  void aServerErrorIsAFailureAndOneRequest(int status) {
    svix.onCreate(status(status));
    assertThat(deliver())
        .isEqualTo(
            new Failed(status, "Svix answered " + status, "{\"detail\":\"answer of the server\"}"));
    assertThat(svix.kinds()).containsExactly("create");
  }

  @Test
  void aServerErrorMayAskForAPause() {
    svix.onCreate(status(503).setHeader("Retry-After", "120"));
    assertThat(deliver())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.retryAfter()).contains(Duration.ofMinutes(2)));
  }

  @Test
  void anOldEventIsAskedForBeforeItIsSent() {
    svix.onRead(message(200));
    assertThat(destination.deliver(mapped(), old())).isEqualTo(new Accepted(MESSAGE_ID, true));
    assertThat(svix.kinds()).containsExactly("read");
  }

  @Test
  void anOldEventThatSvixDoesNotHaveIsSent() {
    assertThat(destination.deliver(mapped(), old())).isEqualTo(new Accepted(MESSAGE_ID, false));
    assertThat(svix.kinds()).containsExactly("read", "create");
  }

  @Test
  void anOldEventIsNotSentWhileItIsUnknownWhetherSvixHasIt() {
    svix.onRead(status(503));
    assertThat(destination.deliver(mapped(), old())).isInstanceOf(Failed.class);
    assertThat(svix.kinds()).containsExactly("read");
  }

  @Test
  void noEventIsToBlameForItsApplication() {
    svix.onApplication(status(500));
    assertThat(destination.deliver(created(), event()))
        .isEqualTo(new Unreachable("Svix answered 500 when asked for the application"));
  }

  private static PendingEvent old() {
    return new PendingEvent(
        1, UUID.randomUUID(), "order.created", "{}", null, List.of(), 0, Duration.ZERO, true, null);
  }

  @Test
  void aConflictIsADuplicateOnceSvixShowsTheEvent() {
    svix.onCreate(status(409)).onRead(message(200));
    PendingEvent event = event();
    assertThat(destination.deliver(mapped(), event)).isEqualTo(new Accepted(MESSAGE_ID, true));
    assertThat(svix.kinds()).containsExactly("create", "read");
    assertThat(svix.requests().get(1).getPath()).contains(event.eventId().toString());
  }

  @Test
  void aConflictWithoutTheEventLosesNothing() {
    svix.onCreate(status(409));
    assertThat(deliver())
        .isEqualTo(new Failed(409, "Svix answered 409 but does not have the event", ""));
    assertThat(svix.kinds()).containsExactly("create", "read");
    assertThat(deliver()).isEqualTo(new Accepted(MESSAGE_ID, false));
  }

  @Test
  void aFailingReadAfterAConflictDecidesNothing() {
    svix.onCreate(status(409)).onRead(status(500));
    assertThat(deliver()).isInstanceOf(Failed.class);
    svix.onCreate(status(409)).onRead(status(401));
    assertThat(deliver()).isInstanceOf(Unauthorized.class);
    svix.onCreate(status(409)).onRead(status(429));
    assertThat(deliver()).isInstanceOf(Throttled.class);
    svix.onCreate(status(409)).onRead(json(200, "{}"));
    assertThat(deliver()).isInstanceOf(Misconfigured.class);
    svix.onCreate(status(409)).onRead(status(422));
    assertThat(deliver()).isInstanceOf(Misconfigured.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "[]",
        "<html>",
        "{\"id\":null}",
        "{\"id\":7}",
        "{\"id\":\"app_1\"}",
        "{\"i",
        "{\"id\":\"msg_1\"",
        "[{\"id\":\"msg_1\"}]",
        "{\"of\":{\"id\":\"msg_1\"}}"
      })
  void anAnswerWithoutAMessageIdIsBelievedOnlyAfterALook(String body) {
    svix.onCreate(json(202, body)).onRead(message(200));
    assertThat(deliver()).isEqualTo(new Accepted(MESSAGE_ID, false));
    svix.onCreate(json(202, body));
    assertThat(deliver()).isInstanceOf(Misconfigured.class);
    assertThat(svix.kinds()).containsExactly("create", "read", "create", "read");
  }

  @Test
  void theMessageIdIsTheAnswersOwn() {
    String other = "{\"id\":\"msg_other\",\"in\":[{\"id\":\"msg_other\"}]}";
    svix.onCreate(json(202, "{\"of\":%s,\"id\":\"msg_own\",\"in\":%s}".formatted(other, other)));
    assertThat(deliver()).isEqualTo(new Accepted("msg_own", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"msg_", "msg_a b", "msg_\\u0000", "msg_a\\n", "msg_ü", "Msg_a", " msg_a"})
  void aTextThatIsNoMessageIdIsNeverStoredAsOne(String id) {
    svix.onCreate(json(202, "{\"id\":\"" + id + "\"}"))
        .onRead(json(200, "{\"id\":\"" + id + "\"}"));
    assertThat(deliver()).isInstanceOf(Misconfigured.class);
  }

  @Test
  void aMessageIdWithoutEndIsNeverStored() {
    String endless = "{\"id\":\"msg_" + "a".repeat(65) + "\"}";
    svix.onCreate(json(202, endless)).onRead(json(200, endless));
    assertThat(deliver()).isInstanceOf(Misconfigured.class);
  }

  @Test
  void noContentIsNoAcceptance() {
    svix.onCreate(json(204, ""));
    assertThat(deliver()).isInstanceOf(Misconfigured.class);
  }

  @Test
  void anAnswerWithoutEndIsReadAsFarAsAnAnswerGoes() {
    svix.onCreate(json(202, "x".repeat(4 << 20)));
    assertThat(deliver()).isInstanceOf(Misconfigured.class);
    assertThat(svix.kinds()).containsExactly("create", "read");
  }

  @Test
  void anApplicationIsCreatedBeforeItsFirstEventOnly() {
    assertThat(destination.deliver(created(), event())).isInstanceOf(Accepted.class);
    assertThat(destination.deliver(created(), event())).isInstanceOf(Accepted.class);
    assertThat(svix.kinds()).containsExactly("application", "create", "create");
    assertThat(svix.requests().get(0).getBody().readUtf8())
        .isEqualTo("{\"name\":\"org-1\",\"uid\":\"org-1\"}");
  }

  @Test
  void anApplicationThatVanishedIsCreatedAgainAndTheEventSentWithTheSameKey() {
    destination.deliver(created(), event());
    svix.onCreate(status(404));
    PendingEvent event = event();
    assertThat(destination.deliver(created(), event)).isEqualTo(new Accepted(MESSAGE_ID, false));
    assertThat(svix.kinds())
        .containsExactly("application", "create", "create", "application", "create");
    assertThat(svix.requests().subList(2, 5))
        .filteredOn(request -> String.valueOf(request.getPath()).contains("/msg"))
        .allMatch(
            request -> event.eventId().toString().equals(request.getHeader("Idempotency-Key")));
  }

  @Test
  void anApplicationThatStaysMissingIsAQuestionOfConfiguration() {
    svix.onCreate(status(404)).onCreate(status(404));
    assertThat(destination.deliver(created(), event())).isInstanceOf(Misconfigured.class);
    assertThat(svix.kinds()).containsExactly("application", "create", "application", "create");
  }

  @Test
  void anApplicationOfSomebodyElseIsNotCreated() {
    svix.onCreate(status(404));
    assertThat(deliver())
        .isEqualTo(
            new Misconfigured("Svix does not have the application org-1 of organization org-1"));
    assertThat(svix.kinds()).containsExactly("create");
  }

  @Test
  void theLoserOfTheRaceForAnApplicationAsksOnceMore() {
    svix.onApplication(status(409));
    assertThat(destination.deliver(created(), event())).isInstanceOf(Accepted.class);
    assertThat(svix.kinds()).containsExactly("application", "application", "create");
  }

  @Test
  void aFailureToGetTheApplicationIsNotRemembered() {
    svix.onApplication(status(409)).onApplication(status(409));
    assertThat(destination.deliver(created(), event())).isInstanceOf(Unreachable.class);
    svix.onApplication(status(500));
    assertThat(destination.deliver(created(), event())).isInstanceOf(Unreachable.class);
    svix.onApplication(status(403));
    assertThat(destination.deliver(created(), event())).isInstanceOf(Unauthorized.class);
    svix.onApplication(status(422));
    assertThat(destination.deliver(created(), event())).isInstanceOf(Misconfigured.class);
    svix.onApplication(status(429).setHeader("Retry-After", "3"));
    assertThat(destination.deliver(created(), event()))
        .extracting(outcome -> ((Throttled) outcome).retryAfter())
        .isEqualTo(Optional.of(Duration.ofSeconds(3)));
    svix.onApplication(json(200, "{}"));
    assertThat(destination.deliver(created(), event())).isInstanceOf(Misconfigured.class);
    svix.onApplication(json(200, "{\"id\":\"app_2\",\"uid\":\"org-2\"}"));
    assertThat(destination.deliver(created(), event())).isInstanceOf(Misconfigured.class);
    svix.onApplication(application());
    assertThat(destination.deliver(created(), event())).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "org-1/msg", "org 1", "org?1", "../../x", "ü"})
  void anApplicationThatWouldMeanAnotherPathIsNotAsked(String application) {
    OrganizationId organization = new OrganizationId("org-1");
    assertThat(destination.deliver(new Target(organization, application, false), event()))
        .isInstanceOf(Misconfigured.class);
    assertThat(destination.deliver(new Target(organization, application, true), event()))
        .isInstanceOf(Misconfigured.class);
    assertThat(destination.deliver(new Target(organization, "app_2", true), event()))
        .isInstanceOf(Misconfigured.class);
    assertThat(svix.kinds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "\uDE00", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"})
  void whatCannotBeEncodedIsRejectedInsteadOfAltered(String broken) {
    Rejected rejected = new Rejected(0, "The event has an unpaired surrogate", "");
    assertThat(destination.deliver(mapped(), event("{\"a\":\"" + broken + "\"}")))
        .isEqualTo(rejected);
    assertThat(
            destination.deliver(
                mapped(),
                new PendingEvent(
                    1, UUID.randomUUID(), "type", "{}", null, List.of("ok", broken), 0)))
        .isEqualTo(rejected);
    assertThat(svix.kinds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 308, 400, 401, 404, 409, 410, 413, 418, 422, 429, 451, 500, 503})
  void noReasonShowsTokenPayloadOrAnswer(int status) {
    svix.onCreate(json(status, ScriptedSvix.PAYLOAD + ScriptedSvix.TOKEN));
    assertThat(reason(deliver())).hasSizeBetween(10, 120).doesNotContain("secret", "testsk");
  }

  private DeliveryOutcome deliver() {
    return destination.deliver(mapped(), event());
  }

  private static String reason(DeliveryOutcome outcome) {
    return switch (outcome) {
      case Accepted accepted -> "";
      case Rejected rejected -> rejected.reason();
      case Failed failed -> failed.reason();
      case Throttled throttled -> throttled.reason();
      case Unauthorized unauthorized -> unauthorized.reason();
      case Misconfigured misconfigured -> misconfigured.reason();
      case DeliveryOutcome.Unreachable unreachable -> unreachable.reason();
    };
  }
}
