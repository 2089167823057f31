package dev.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

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
  void numbersAreComparedExactlyAndNotationIsNot() throws Exception {
    try (SvixEmulator svix = SvixEmulator.start()) {
      Holdings holdings = holdings(svix);
      assertThat(holdings.isSame("{ \"a\":1.50E+03 }", "{\"a\":1500}")).isTrue();
      assertThat(holdings.isSame("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}")).isTrue();
      assertThat(holdings.isSame("{\"a\":0.10000000000000000001}", "{\"a\":0.1}")).isFalse();
      assertThat(holdings.isSame("{\"a\":12345678901234567891}", "{\"a\":12345678901234567890}"))
          .isFalse();
      assertThat(holdings.isSame("{\"a\":\"1\"}", "{\"a\":1}")).isFalse();
      assertThat(holdings.isSame("{\"a\":1}", "{}")).isFalse();
    }
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
