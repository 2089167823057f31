package dev.signalbox.testkit.svix;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statuses and bodies that the official client hides. */
class BodiesTest {

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
  void statusesOfAnApplicationsLife() throws Exception {
    String in = "{\"name\":\"Two\",\"uid\":\"org-2\"}";
    assertThat(http.post("/api/v1/app", in).statusCode()).isEqualTo(201);
    assertThat(http.post("/api/v1/app?get_if_exists=true", in).statusCode()).isEqualTo(200);
    assertThat(http.post("/api/v1/app", in).body())
        .isEqualTo(
            "{\"code\":\"conflict\",\"detail\":\"An application with that id or uid already"
                + " exists\"}");
    assertThat(http.send("PUT", "/api/v1/app/org-2", in).statusCode()).isEqualTo(200);
    HttpResponse<String> deleted = http.send("DELETE", "/api/v1/app/org-2", "");
    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
  }

  @Test
  void aMessageIsAnsweredWithAllFields() throws Exception {
    HttpResponse<String> created =
        http.post("/api/v1/app/org-1/msg?with_content=false", RawHttp.message("evt-1"));
    assertThat(created.statusCode()).isEqualTo(202);
    assertThat(created.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(created.body())
        .matches(
            "\\{\"eventId\":\"evt-1\",\"eventType\":\"order.created\",\"payload\":\\{},"
                + "\"channels\":null,\"id\":\"msg_[0-9A-Za-z]{27}\","
                + "\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z\"}");
  }

  @Test
  void bothFormsOfTheTrailingSlashWorkAndParametersAreDecoded() throws Exception {
    assertThat(http.post("/api/v1/app/org-1/msg/", RawHttp.message("evt-1")).statusCode())
        .isEqualTo(202);
    assertThat(http.get("/api/v1/app/org%2D1/msg/evt%2d1/").statusCode()).isEqualTo(200);
  }

  @Test
  void listsSayWhereTheyEnd() throws Exception {
    assertThat(http.get("/api/v1/app/org-1/msg").body())
        .isEqualTo("{\"data\":[],\"iterator\":null,\"done\":true}");
    http.post("/api/v1/app/org-1/msg", RawHttp.message("evt-1"));
    http.post("/api/v1/app/org-1/msg", RawHttp.message("evt-2"));
    String page = http.get("/api/v1/app/org-1/msg?limit=1").body();
    assertThat(page).contains("evt-2").contains("\"prevIterator\":\"-msg_").endsWith("false}");
    String id = page.replaceAll(".*\"iterator\":\"(msg_\\w+)\".*", "$1");
    assertThat(http.get("/api/v1/app/org-1/msg?iterator=" + id).body()).contains("evt-1");
    String last = http.get("/api/v1/app/org-1/msg?iterator=" + id).body();
    String back = last.replaceAll(".*\"prevIterator\":\"(-msg_\\w+)\".*", "$1");
    assertThat(http.get("/api/v1/app/org-1/msg?iterator=" + back).body()).contains("evt-2");
  }

  @Test
  void refusalsOfTheBodyNameTheField() throws Exception {
    assertThat(http.post("/api/v1/app/org-1/msg", RawHttp.message("a:b")).body())
        .isEqualTo(
            "{\"detail\":[{\"loc\":[\"body\",\"uid\",\"__all__\"],\"msg\":\"String must match the"
                + " following pattern: [a-zA-Z0-9\\\\-_.].\",\"type\":\"value_error\"}]}");
    for (String bad : new String[] {"", "{", "[]", "{}", "{\"eventType\":\"a\"}"}) {
      HttpResponse<String> refused = http.post("/api/v1/app/org-1/msg", bad);
      assertThat(refused.statusCode()).as(bad).isEqualTo(422);
      assertThat(refused.body()).contains("value_error.jsondecode");
    }
    assertThat(
            http.post("/api/v1/app/org-1/msg", "{\"eventType\":\"a\",\"payload\":[]}").statusCode())
        .isEqualTo(422);
    assertThat(http.get("/api/v1/app/org-1/msg?limit=x").statusCode()).isEqualTo(400);
  }

  @Test
  void aBodyOverTheLimitIsRefusedAndTheConnectionLives() throws Exception {
    String filler = "x".repeat((2 << 20) + 1);
    HttpResponse<String> refused = http.post("/api/v1/app/org-1/msg", filler);
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body())
        .isEqualTo("{\"code\":\"payload_too_large\",\"detail\":\"Request payload is too large.\"}");
    assertThat(http.get("/api/v1/app/org-1").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNotServedIsNotFoundWithoutABody() throws Exception {
    HttpResponse<String> unknown = http.get("/api/v1/nothing");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).isEmpty();
  }

  @Test
  void healthNeedsNoTokenAndTheRestNeedsOne() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    for (String path : new String[] {"/api/v1/health", "/api/v1/health/ping"}) {
      assertThat(client.send(bare(path), HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(204);
    }
    assertThat(client.send(bare("/api/v1/app/org-1"), HttpResponse.BodyHandlers.ofString()).body())
        .isEqualTo("{\"code\":\"authentication_failed\",\"detail\":\"Invalid token\"}");
  }

  private HttpRequest bare(String path) {
    return HttpRequest.newBuilder(URI.create(emulator.url() + path)).build();
  }
}
