package dev.signalbox.testkit.svix;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // a request that is held too long must not hang the build
class IdempotencyTest {

  private static final String MESSAGES = "/api/v1/app/org-1/msg";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T00:00:00Z"));
  private final InstantSource clock = now::get;

  @Test
  void aRepeatedKeyWaitsForItsFirstRequestAndGetsItsAnswer() throws Exception {
    try (SvixEmulator emulator = started(SvixEmulator.builder())) {
      RawHttp http = new RawHttp(emulator);
      Gate gate = emulator.faults().hold(FaultPoint.BEFORE_COMMIT, Requests.messageCreation());
      CompletableFuture<HttpResponse<String>> first = post(http);
      assertThat(gate.awaitHeld(1, PATIENCE)).isTrue();
      CompletableFuture<HttpResponse<String>> second = post(http);
      assertThat(emulator.ledger().await(() -> emulator.ledger().inFlight() == 2, PATIENCE))
          .isTrue();
      assertThat(gate.held()).isEqualTo(1);
      gate.release();
      assertThat(second.get().body()).isEqualTo(first.get().body()).contains("msg_");
      assertThat(emulator.ledger().duplicatesPreventedByKey()).isEqualTo(1);
      assertThat(emulator.ledger().creations("org-1", "evt-1")).isEqualTo(2);
      assertThat(emulator.ledger().messageCount()).isEqualTo(1);
    }
  }

  @Test
  void aRepeatedKeyGetsAnEmpty500WhenItsFirstRequestTakesTooLong() throws Exception {
    SvixEmulatorBuilder impatient = SvixEmulator.builder().idempotencyLock(Duration.ofMillis(1));
    try (SvixEmulator emulator = started(impatient)) {
      RawHttp http = new RawHttp(emulator);
      Gate gate = emulator.faults().hold(FaultPoint.AFTER_COMMIT, Requests.messageCreation());
      CompletableFuture<HttpResponse<String>> first = post(http);
      assertThat(gate.awaitHeld(1, PATIENCE)).isTrue();
      HttpResponse<String> second = post(http).get();
      assertThat(second.statusCode()).isEqualTo(500);
      assertThat(second.body()).isEmpty();
      gate.release();
      assertThat(first.get().statusCode()).isEqualTo(202);
    }
  }

  @Test
  void aKeyIsForgottenAfterTwelveHours() throws Exception {
    try (SvixEmulator emulator = started(SvixEmulator.builder())) {
      RawHttp http = new RawHttp(emulator);
      assertThat(post(http).get().statusCode()).isEqualTo(202);
      now.updateAndGet(instant -> instant.plus(Duration.ofHours(12)));
      assertThat(post(http).get().statusCode()).isEqualTo(202);
      now.updateAndGet(instant -> instant.plusSeconds(1));
      assertThat(post(http).get().statusCode()).isEqualTo(409);
    }
  }

  @Test
  void withoutIdempotencyOnlyTheEventIdCounts() throws Exception {
    try (SvixEmulator emulator = started(SvixEmulator.builder().withoutIdempotency())) {
      RawHttp http = new RawHttp(emulator);
      assertThat(post(http).get().statusCode()).isEqualTo(202);
      assertThat(post(http).get().statusCode()).isEqualTo(409);
    }
  }

  @Test
  void anEventIdIsFreeAgainAfterItsWindow() throws Exception {
    SvixEmulatorBuilder cloud =
        SvixEmulator.builder().withoutIdempotency().eventIdWindow(Duration.ofDays(1));
    try (SvixEmulator emulator = started(cloud)) {
      RawHttp http = new RawHttp(emulator);
      assertThat(post(http).get().statusCode()).isEqualTo(202);
      now.updateAndGet(instant -> instant.plus(Duration.ofDays(1)));
      assertThat(post(http).get().statusCode()).isEqualTo(409);
      now.updateAndGet(instant -> instant.plusSeconds(1));
      assertThat(post(http).get().statusCode()).isEqualTo(202);
      assertThat(emulator.ledger().messages("org-1")).hasSize(2);
    }
  }

  private SvixEmulator started(SvixEmulatorBuilder builder) throws Exception {
    SvixEmulator emulator = builder.clock(clock).start();
    new RawHttp(emulator).application("org-1");
    return emulator;
  }

  private static CompletableFuture<HttpResponse<String>> post(RawHttp http) {
    return http.postLater(MESSAGES, RawHttp.message("evt-1"), "key-1");
  }
}
