package dev.signalbox.relay.svix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.deliver.CredentialCheck;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.DeliveryOutcome.Misconfigured;
import dev.signalbox.relay.deliver.DeliveryOutcome.Rejected;
import dev.signalbox.relay.deliver.DeliveryOutcome.Throttled;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unauthorized;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Target;
import dev.signalbox.testkit.svix.Fault;
import dev.signalbox.testkit.svix.FaultPoint;
import dev.signalbox.testkit.svix.Requests;
import dev.signalbox.testkit.svix.Route;
import dev.signalbox.testkit.svix.StoredMessage;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored in the end, whatever happens on the way. */
class EmulatedSvixTest {

  private SvixEmulator svix;
  private SvixDestination destination;

  @BeforeEach
  void start() {
    svix = SvixEmulator.start();
    destination = destination(svix.token());
  }

  @AfterEach
  void stop() {
    destination.close();
    svix.close();
  }

  @Test
  void theFirstEventOfAnOrganizationCreatesItsApplication() {
    PendingEvent event = event("{\"a\":1}");
    assertThat(destination.deliver(created("org-1"), event))
        .isEqualTo(new Accepted(stored("org-1", event).id(), false));
  }

  @Test
  void anEventThatIsThereAlreadyIsADuplicateWithItsMessageId() {
    PendingEvent event = event("{}");
    destination.deliver(created("org-1"), event);
    // the answer is remembered for the key; another token has keys of its own
    try (SvixDestination other = destination("another-token")) {
      assertThat(other.deliver(created("org-1"), event))
          .isEqualTo(new Accepted(stored("org-1", event).id(), true));
    }
  }

  @ParameterizedTest
  @EnumSource(FaultPoint.class)
  void aCutOnAWarmConnectionStoresTheEventOnce(FaultPoint point) {
    destination.deliver(created("org-1"), event("{}"));
    svix.faults().inject(Fault.cut().at(point).once());
    PendingEvent event = event("{}");
    assertThat(destination.deliver(created("org-1"), event)).isInstanceOf(Failed.class);
    assertThat(svix.ledger().creations("org-1", event.eventId().toString())).isLessThanOrEqualTo(1);
    assertThat(destination.deliver(created("org-1"), event)).isInstanceOf(Accepted.class);
    assertThat(svix.ledger().messages("org-1")).hasSize(2);
    stored("org-1", event);
  }

  @Test
  void aTruncatedAnswerOfAStoredEventIsRecognised() {
    svix.faults().inject(Fault.truncate(5).once());
    PendingEvent event = event("{}");
    assertThat(destination.deliver(created("org-1"), event)).isInstanceOf(Failed.class);
    assertThat(destination.deliver(created("org-1"), event)).isInstanceOf(Accepted.class);
    stored("org-1", event);
  }

  @Test
  void aServerErrorAfterTheCommitIsRecognisedAsDuplicate() {
    svix.faults().inject(Fault.status(500).at(FaultPoint.AFTER_COMMIT).once());
    PendingEvent event = event("{}");
    assertThat(destination.deliver(created("org-1"), event)).isInstanceOf(Failed.class);
    assertThat(destination.deliver(created("org-1"), event))
        .isEqualTo(new Accepted(stored("org-1", event).id(), true));
  }

  @Test
  void theRaceForAnApplicationLosesNothing() {
    svix.faults().inject(Fault.applicationRace());
    PendingEvent event = event("{}");
    assertThat(destination.deliver(created("org-1"), event)).isInstanceOf(Accepted.class);
    assertThat(svix.ledger().requests(Route.APPLICATION_CREATE)).isEqualTo(2);
    stored("org-1", event);
  }

  @Test
  void aConflictOfAnotherKindIsNotTakenForADuplicate() {
    svix.faults().inject(Fault.status(409).once());
    PendingEvent event = event("{}");
    assertThat(destination.deliver(created("org-1"), event)).isInstanceOf(Failed.class);
    assertThat(svix.ledger().messageCount()).isZero();
    assertThat(destination.deliver(created("org-1"), event)).isInstanceOf(Accepted.class);
    stored("org-1", event);
  }

  @Test
  void aDeletedApplicationIsCreatedAgain() throws Exception {
    destination.deliver(created("org-1"), event("{}"));
    try (HttpClient operator = HttpClient.newHttpClient()) {
      operator.send(
          HttpRequest.newBuilder(URI.create(svix.url() + "/api/v1/app/org-1"))
              .header("Authorization", "Bearer " + svix.token())
              .DELETE()
              .build(),
          BodyHandlers.discarding());
    }
    PendingEvent event = event("{}");
    assertThat(destination.deliver(created("org-1"), event)).isInstanceOf(Accepted.class);
    stored("org-1", event);
  }

  @Test
  void anApplicationOfSomebodyElseIsNotCreated() {
    OrganizationId organization = new OrganizationId("org-1");
    assertThat(destination.deliver(new Target(organization, "acme", false), event("{}")))
        .isEqualTo(
            new Misconfigured("Svix does not have the application acme of organization org-1"));
    assertThat(svix.ledger().requests(Route.APPLICATION_CREATE)).isZero();
  }

  @Test
  void theCredentialsAreAcceptedWhateverTheApplicationsAre() {
    try (SvixDestination right =
        new SvixDestination(
            new SvixSettings(URI.create(svix.url()), svix.token(), 1, Duration.ofSeconds(20)))) {
      assertThat(right.checkCredentials()).isEqualTo(new CredentialCheck.Accepted());
      svix.faults().inject(Fault.status(503).on(Requests.route(Route.APPLICATION_LIST)).once());
      assertThat(right.checkCredentials())
          .isEqualTo(
              new CredentialCheck.Unknown("Svix answered 503 when asked for its applications"));
      svix.faults()
          .inject(Fault.answer(200, Map.of(), "[]").on(Requests.route(Route.APPLICATION_LIST)));
      assertThat(right.checkCredentials()).isInstanceOf(CredentialCheck.Unknown.class);
    }
  }

  @Test
  void aWrongTokenBlamesNoEvent() {
    try (SvixEmulator strict = SvixEmulator.builder().requiredToken("right").start();
        SvixDestination wrong =
            new SvixDestination(
                new SvixSettings(URI.create(strict.url()), "wrong", 1, Duration.ofSeconds(20)))) {
      assertThat(wrong.deliver(created("org-1"), event("{}")))
          .isEqualTo(
              new Unauthorized(
                  "Svix answered 401 when asked for the application; check the token"));
      assertThat(wrong.checkCredentials())
          .isEqualTo(
              new CredentialCheck.Refused(
                  "Svix answered 401 when asked for its applications; check the token"));
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    svix.faults().inject(Fault.redirect(301, svix.url() + "/api/v1/app/org-1/msg").once());
    assertThat(destination.deliver(created("org-1"), event("{}")))
        .isInstanceOf(Misconfigured.class);
    assertThat(svix.ledger().requests(Route.MESSAGE_LIST)).isZero();
  }

  @Test
  void aThrottledEventLearnsForHowLong() {
    svix.faults().inject(Fault.throttled(Duration.ofSeconds(7)).once());
    assertThat(destination.deliver(created("org-1"), event("{}")))
        .isEqualTo(new Throttled("Svix answered 429", Optional.of(Duration.ofSeconds(7))));
  }

  @Test
  void whatIsTooLargeOrAgainstTheRulesIsRejectedWithTheAnswer() {
    assertThat(
            destination.deliver(created("org-1"), event("{\"a\":\"" + "x".repeat(3 << 20) + "\"}")))
        .isInstanceOf(Rejected.class)
        .extracting(outcome -> ((Rejected) outcome).status())
        .isEqualTo(413);
    PendingEvent badType =
        new PendingEvent(1, UUID.randomUUID(), "order created", "{}", null, List.of(), 0);
    assertThat(destination.deliver(created("org-1"), badType))
        .isInstanceOf(Rejected.class)
        .extracting(outcome -> ((Rejected) outcome).response())
        .asString()
        .contains("event_type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " {\n\t\"z\" : 1,\r\n \"a\":2 } ",
        "{\"a\":1,\"a\":2}",
        "{\"n\":1e400,\"i\":1234567890123456789012345678901234567890123456789012345678901234}",
        "{\"nul\":\"\\u0000\",\"slash\":\"\\/\"}",
        "{\"emoji\":\"\uD83D\uDE00\u00FC\u2028\uFEFF\",\"escaped\":\"\\ud83d\\ude00\"}"
      })
  void aPayloadIsStoredByteForByte(String payload) {
    PendingEvent event = event(payload);
    destination.deliver(created("org-1"), event);
    assertThat(stored("org-1", event).payload()).isEqualTo(payload);
  }

  @Test
  void aPayloadOfOneMebibyteIsStoredByteForByte() {
    aPayloadIsStoredByteForByte("{\"a\":\"" + "x".repeat((1 << 20) - 8) + "\"}");
  }

  @Test
  void everyEventIsStoredOnceInItsOwnApplicationUnderRandomFaults() throws Exception {
    long seed = System.nanoTime();
    System.out.println(
        "EmulatedSvixTest.everyEventIsStoredOnceInItsOwnApplicationUnderRandomFaults: seed "
            + seed);
    for (FaultPoint point : FaultPoint.values()) {
      svix.faults().inject(Fault.cut().at(point).on(Requests.any()).rate(0.05, seed + 1));
      svix.faults().inject(Fault.status(500).at(point).on(Requests.any()).rate(0.05, seed + 2));
      svix.faults().inject(Fault.status(409).at(point).on(Requests.any()).rate(0.05, seed + 3));
      svix.faults().inject(Fault.status(404).at(point).on(Requests.any()).rate(0.05, seed + 4));
    }
    svix.faults().inject(Fault.truncate(9).on(Requests.any()).rate(0.1, seed + 5));
    Map<String, List<PendingEvent>> events =
        List.of("org-1", "org-2", "org-3", "org-4").stream()
            .collect(Collectors.toMap(org -> org, EmulatedSvixTest::eventsOf));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      events.forEach(
          (org, ofOrg) ->
              ofOrg.forEach(event -> running.add(threads.submit(() -> deliverAtLast(org, event)))));
      for (Future<?> one : running) {
        one.get();
      }
    }
    events.forEach(
        (org, ofOrg) ->
            assertThat(svix.ledger().messages(org))
                .extracting(StoredMessage::payload)
                .containsExactlyInAnyOrderElementsOf(
                    ofOrg.stream().map(PendingEvent::payload).toList()));
    assertThat(svix.ledger().applications()).isEqualTo(events.keySet());
  }

  private void deliverAtLast(String organization, PendingEvent event) {
    DeliveryOutcome outcome;
    do {
      outcome = destination.deliver(created(organization), event);
    } while (!(outcome instanceof Accepted));
    assertThat(((Accepted) outcome).messageId()).isEqualTo(stored(organization, event).id());
  }

  private StoredMessage stored(String application, PendingEvent event) {
    List<StoredMessage> found =
        svix.ledger().messages(application).stream()
            .filter(message -> message.eventId().equals(Optional.of(event.eventId().toString())))
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private SvixDestination destination(String token) {
    return new SvixDestination(
        new SvixSettings(URI.create(svix.url()), token, 16, Duration.ofSeconds(20)));
  }

  private static List<PendingEvent> eventsOf(String organization) {
    List<PendingEvent> events = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      events.add(event("{\"org\": \"%s\", \"n\": %d}".formatted(organization, i)));
    }
    return events;
  }

  private static PendingEvent event(String payload) {
    return new PendingEvent(1, UUID.randomUUID(), "order.created", payload, null, List.of(), 0);
  }

  private static Target created(String organization) {
    return new Target(new OrganizationId(organization), organization, true);
  }
}
