package dev.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListedHoldingsTest {

  private static final int MORE_THAN_A_PAGE = 260;

  @Test
  void readsEveryPageInStoredOrder() throws Exception {
    try (SvixEmulator svix = SvixEmulator.start()) {
      post(svix, "/app", "{\"name\":\"a\",\"uid\":\"acme\"}");
      for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
        post(
            svix,
            "/app/acme/msg",
            "{\"eventId\":\"e%d\",\"eventType\":\"t\",\"channels\":[\"c\"],\"payload\":{\"n\":%d}}"
                .formatted(i, i));
      }
      Map<String, List<HeldMessage>> held =
          holdings(svix).read(List.of(new OrganizationId("acme"), new OrganizationId("nobody")));
      List<HeldMessage> expected = new ArrayList<>();
      for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
        expected.add(new HeldMessage("e" + i, "t", List.of("c"), "{\"n\":%d}".formatted(i)));
      }
      assertThat(held).containsOnlyKeys("acme", "nobody");
      assertThat(held.get("acme")).isEqualTo(expected);
      assertThat(held.get("nobody")).isEqualTo(Collections.emptyList());
    }
  }

  @Test
  void idsOfTheSameMomentDoNotTellTheOrder() throws Exception {
    List<JsonNode> listed = new ArrayList<>();
    for (String message :
        List.of("e2 05.000300Z", "e0 05.000100Z", "e3 05.000400Z", "e1 05.000200Z")) {
      listed.add(
          new JsonMapper()
              .readTree(
                  "{\"eventId\":\"%s\",\"timestamp\":\"2026-01-31T10:00:%s\"}"
                      .formatted((Object[]) message.split(" "))));
    }

    assertThat(ListedHoldings.inStoredOrder(listed))
        .extracting(HeldMessage::eventId)
        .containsExactly("e0", "e1", "e2", "e3");
  }

  @Test
  void numbersAreComparedByTheirValueNotByTheirNotation() {
    assertThat(isSame("{ \"a\":1.50E+03 }", "{\"a\":1500}")).isTrue();
    assertThat(isSame("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}")).isTrue();
    assertThat(isSame("{\"a\":0.25}", "{\"a\":0.26}")).isFalse();
    assertThat(isSame("{\"a\":9007199254740993}", "{\"a\":9007199254740992}")).isFalse();
    assertThat(isSame("{\"a\":\"1\"}", "{\"a\":1}")).isFalse();
    assertThat(isSame("{\"a\":1}", "{}")).isFalse();
  }

  @Test
  void whatSvixCannotListExactlyIsComparedAsADouble() {
    assertThat(isSame("{\"a\":0.10000000000000000001}", "{\"a\":0.1}")).isTrue();
    assertThat(isSame("{\"a\":123456789012345678901234}", "{\"a\":1.2345678901234568e23}"))
        .isTrue();
    assertThat(isSame("{\"a\":123456789012345678901234}", "{\"a\":1.23e23}")).isFalse();
  }

  private static boolean isSame(String appended, String held) {
    return new ListedHoldings(URI.create("http://127.0.0.1"), "").isSame(appended, held);
  }

  private static Holdings holdings(SvixEmulator svix) {
    return new ListedHoldings(URI.create(svix.url()), svix.token());
  }

  private static void post(SvixEmulator svix, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(svix.url() + "/api/v1" + path))
            .header("Authorization", "Bearer " + svix.token())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    assertThat(status).isBetween(200, 299);
  }
}
