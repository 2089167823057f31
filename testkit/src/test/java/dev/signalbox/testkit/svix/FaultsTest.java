package dev.signalbox.testkit.svix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // a request that is held too long must not hang the build
class FaultsTest {

  private static final String MESSAGES = "/api/v1/app/org-1/msg";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SvixEmulator emulator = SvixEmulator.start();
  private final RawHttp http = new RawHttp(emulator);

  @BeforeEach
  void createApplication() throws Exception {
    http.application("org-1");
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  @Test
  void aStatusBeforeTheCommitStoresNothingAndIsForgotten() throws Exception {
    emulator.faults().inject(Fault.status(503).once());
    assertThat(create("evt-1").statusCode()).isEqualTo(503);
    assertThat(emulator.ledger().messageCount()).isZero();
    assertThat(create("evt-1").statusCode()).isEqualTo(202);
  }

  @Test
  void aStatusAfterTheCommitLeavesTheMessageAndForgetsTheKey() throws Exception {
    emulator.faults().inject(Fault.status(500).at(FaultPoint.AFTER_COMMIT).once());
    HttpResponse<String> failed = create("evt-1");
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).isEqualTo("{}");
    assertThat(emulator.ledger().messageCount()).isEqualTo(1);
    assertThat(create("evt-1").statusCode()).isEqualTo(409);
    assertThat(emulator.ledger().messageCount()).isEqualTo(1);
    assertThat(emulator.ledger().duplicatesPreventedByEventId()).isEqualTo(1);
  }

  @Test
  void aCutAfterTheCommitLeavesTheMessage() throws Exception {
    InjectedFault fault = emulator.faults().inject(Fault.cut().at(FaultPoint.AFTER_COMMIT).once());
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> create("evt-1"));
    assertThat(fault.strikes()).isEqualTo(1);
    assertThat(emulator.ledger().messageCount()).isEqualTo(1);
    assertThat(emulator.ledger().answers(0)).isEqualTo(1);
  }

  @Test
  void aCutBeforeTheCommitLeavesNothing() {
    emulator.faults().inject(Fault.cut());
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> create("evt-1"));
    assertThat(emulator.ledger().messageCount()).isZero();
  }

  @Test
  void aCutReplyIsRememberedByTheKey() throws Exception {
    emulator.faults().inject(Fault.cut().at(FaultPoint.REPLY).once());
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> create("evt-1"));
    assertThat(create("evt-1").statusCode()).isEqualTo(202);
    assertThat(emulator.ledger().duplicatesPreventedByKey()).isEqualTo(1);
    assertThat(emulator.ledger().messageCount()).isEqualTo(1);
  }

  @Test
  void aTruncatedAnswerBreaksOff() throws Exception {
    emulator.faults().inject(Fault.truncate(10).once());
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> create("evt-1"));
    assertThat(emulator.ledger().messageCount()).isEqualTo(1);
    assertThat(create("evt-1").statusCode()).isEqualTo(202);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fault.truncate(1).at(FaultPoint.BEFORE_COMMIT));
  }

  @Test
  void throttlingAndRedirectsCarryTheirHeaders() throws Exception {
    emulator.faults().inject(Fault.throttled(Duration.ofSeconds(7)).once());
    emulator.faults().inject(Fault.redirect(301, "/elsewhere").once());
    emulator.faults().inject(Fault.answer(418, Map.of("X-Pot", "tea"), "short").once());
    HttpResponse<String> throttled = create("evt-1");
    assertThat(throttled.statusCode()).isEqualTo(429);
    assertThat(throttled.headers().firstValue("Retry-After")).hasValue("7");
    HttpResponse<String> redirected = create("evt-1");
    assertThat(redirected.statusCode()).isEqualTo(301);
    assertThat(redirected.headers().firstValue("Location")).hasValue("/elsewhere");
    assertThat(create("evt-1").body()).isEqualTo("short");
    assertThat(create("evt-1").statusCode()).isEqualTo(202);
  }

  @Test
  void theLoserOfAnApplicationRaceFindsTheApplicationAfterwards() throws Exception {
    emulator.faults().inject(Fault.applicationRace());
    String in = "{\"name\":\"Two\",\"uid\":\"org-2\"}";
    HttpResponse<String> lost = http.post("/api/v1/app?get_if_exists=true", in);
    assertThat(lost.statusCode()).isEqualTo(409);
    assertThat(lost.body())
        .isEqualTo("{\"code\":\"conflict\",\"detail\":\"A conflict has occurred\"}");
    assertThat(http.post("/api/v1/app?get_if_exists=true", in).statusCode()).isEqualTo(200);
  }

  @Test
  void aFaultStrikesOnlyWhatItSelects() throws Exception {
    http.application("org-2");
    emulator.faults().inject(Fault.status(503).on(Requests.application("org-2")));
    emulator.faults().inject(Fault.status(422).on(Requests.eventId("evt-bad")));
    emulator
        .faults()
        .inject(
            Fault.status(401)
                .at(FaultPoint.ARRIVAL)
                .on(Requests.route(Route.MESSAGE_GET).and(Requests.eventId("evt-1"))));
    assertThat(create("evt-1").statusCode()).isEqualTo(202);
    assertThat(create("evt-bad").statusCode()).isEqualTo(422);
    assertThat(http.get(MESSAGES + "/evt-1").statusCode()).isEqualTo(401);
    String id = http.get("/api/v1/app/org-1").body();
    assertThat(id).contains("app_");
    assertThat(http.get("/api/v1/app/org-2").statusCode()).isEqualTo(503);
  }

  @Test
  void anApplicationIsSelectedByUidAlsoWhenItsIdIsAsked() throws Exception {
    String id = http.get("/api/v1/app/org-1").body().replaceAll(".*\"id\":\"(app_\\w+)\".*", "$1");
    emulator.faults().inject(Fault.status(503).on(Requests.application("org-1")));
    assertThat(http.get("/api/v1/app/" + id).statusCode()).isEqualTo(503);
  }

  @Test
  void theSameSeedStrikesTheSameRequests() throws Exception {
    List<List<Integer>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      InjectedFault fault = emulator.faults().inject(Fault.status(503).rate(0.5, 42));
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        statuses.add(create("evt-" + run + "-" + i).statusCode());
      }
      fault.remove();
      runs.add(statuses);
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1)).contains(202, 503);
  }

  @Test
  void aGateHoldsUntilItIsReleased() throws Exception {
    Gate gate = emulator.faults().hold(FaultPoint.BEFORE_COMMIT, Requests.messageCreation());
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (String eventId : List.of("evt-1", "evt-2", "evt-3")) {
      calls.add(http.postLater(MESSAGES, RawHttp.message(eventId), eventId));
    }
    assertThat(gate.awaitHeld(3, PATIENCE)).isTrue();
    assertThat(emulator.ledger().messageCount()).isZero();
    assertThat(emulator.ledger().maxInFlight("org-1")).isEqualTo(3);
    gate.releaseOne();
    assertThat(emulator.ledger().awaitMessages(1, PATIENCE)).isTrue();
    assertThat(gate.held()).isEqualTo(2);
    gate.release();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertThat(call.get().statusCode()).isEqualTo(202);
    }
    assertThat(emulator.ledger().messageCount()).isEqualTo(3);
  }

  @Test
  void closingReleasesDelaysAndGates() throws Exception {
    Gate gate = emulator.faults().hold(FaultPoint.ARRIVAL, Requests.eventId("evt-1"));
    emulator.faults().inject(Fault.delay(Duration.ofDays(1)).on(Requests.eventId("evt-2")));
    CompletableFuture<HttpResponse<String>> held =
        http.postLater(MESSAGES, RawHttp.message("evt-1"), "a");
    CompletableFuture<HttpResponse<String>> delayed =
        http.postLater(MESSAGES, RawHttp.message("evt-2"), "b");
    assertThat(gate.awaitHeld(1, PATIENCE)).isTrue();
    assertThat(emulator.ledger().await(() -> emulator.ledger().inFlight() == 2, PATIENCE)).isTrue();
    emulator.close();
    assertThat(held).isNotNull();
    assertThat(emulator.ledger().await(() -> emulator.ledger().inFlight() == 0, PATIENCE)).isTrue();
    held.exceptionally(e -> null).join();
    delayed.exceptionally(e -> null).join();
  }

  private HttpResponse<String> create(String eventId) throws IOException, InterruptedException {
    return http.post(MESSAGES, RawHttp.message(eventId), eventId);
  }
}
