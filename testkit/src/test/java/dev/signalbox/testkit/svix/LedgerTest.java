package dev.signalbox.testkit.svix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // a request that is held too long must not hang the build
class LedgerTest {

  private final SvixEmulator emulator = SvixEmulator.builder().requiredToken("t-1").start();
  private final RawHttp http = new RawHttp(emulator);

  @BeforeEach
  void createApplications() throws Exception {
    http.application("org-1");
    http.application("org-2");
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  @Test
  void tellsWhatIsStoredWhereAndInWhichOrder() throws Exception {
    create("org-1", "evt-2");
    create("org-2", "evt-9");
    create("org-1", "evt-1");
    Ledger ledger = emulator.ledger();
    assertThat(ledger.applications()).containsExactly("org-1", "org-2");
    assertThat(ledger.messages("org-1"))
        .extracting(message -> message.eventId().orElseThrow())
        .containsExactly("evt-2", "evt-1");
    assertThat(ledger.messages("org-1"))
        .allSatisfy(m -> assertThat(m.payload()).isEqualTo("{\"a\":1}"))
        .allSatisfy(m -> assertThat(m.eventType()).isEqualTo("order.created"));
    assertThat(ledger.messages("org-none")).isEmpty();
  }

  @Test
  void countsRequestsAnswersAndWhatWasPrevented() throws Exception {
    create("org-1", "evt-1");
    create("org-1", "evt-1");
    http.post("/api/v1/app/org-1/msg", RawHttp.message("evt-1"), "other-key");
    http.get("/api/v1/app/org-1");
    LedgerSummary summary = emulator.ledger().summary();
    assertThat(summary.requests()).isEqualTo(6);
    assertThat(summary.requestsByRoute())
        .containsEntry("MESSAGE_CREATE", 3L)
        .containsEntry("APPLICATION_CREATE", 2L)
        .containsEntry("APPLICATION_GET", 1L);
    assertThat(summary.answersByStatus())
        .containsEntry(202, 2L)
        .containsEntry(409, 1L)
        .containsEntry(201, 2L);
    assertThat(summary.messages()).isEqualTo(1);
    assertThat(summary.duplicatesPreventedByKey()).isEqualTo(1);
    assertThat(summary.duplicatesPreventedByEventId()).isEqualTo(1);
    assertThat(emulator.ledger().creations("org-1", "evt-1")).isEqualTo(3);
    assertThat(emulator.ledger().creations("org-2", "evt-1")).isZero();
  }

  @Test
  void idsAscendInTheOrderOfTheCommitsUnderConcurrency() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String eventId = "evt-" + i;
      calls.add(http.postLater("/api/v1/app/org-1/msg", RawHttp.message(eventId), eventId));
    }
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertThat(call.get().statusCode()).isEqualTo(202);
    }
    assertThat(emulator.ledger().messages("org-1"))
        .hasSize(200)
        .extracting(StoredMessage::id)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void oneOfManyConcurrentCreationsOfAnEventIsStored() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      calls.add(http.postLater("/api/v1/app/org-1/msg", RawHttp.message("evt-1"), "key-" + i));
    }
    List<Integer> statuses = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      statuses.add(call.get().statusCode());
    }
    assertThat(statuses).containsOnlyOnce(202).containsOnly(202, 409);
    assertThat(emulator.ledger().messages("org-1")).hasSize(1);
    assertThat(emulator.ledger().duplicatesPreventedByEventId()).isEqualTo(63);
  }

  @Test
  void otherProcessesCanAsk() throws Exception {
    create("org-1", "evt-1");
    create("org-1", "evt-2");
    JsonNode summary = Json.MAPPER.readTree(http.get("/ledger/summary").body());
    assertThat(summary.path("messages").asInt()).isEqualTo(2);
    assertThat(summary.path("requestsByRoute").path("MESSAGE_CREATE").asInt()).isEqualTo(2);
    JsonNode page =
        Json.MAPPER.readTree(http.get("/ledger/messages?app=org-1&from=1&limit=5").body());
    assertThat(page.path("messages")).hasSize(1);
    assertThat(page.path("messages").path(0).path("eventId").asText()).isEqualTo("evt-2");
    assertThat(page.path("messages").path(0).path("payload").asText()).isEqualTo("{\"a\":1}");
    assertThat(page.path("next").asInt()).isEqualTo(2);
    assertThat(emulator.ledger().requests()).isEqualTo(4);
  }

  private void create(String application, String eventId) throws Exception {
    http.post("/api/v1/app/" + application + "/msg", RawHttp.message(eventId), eventId);
  }
}
