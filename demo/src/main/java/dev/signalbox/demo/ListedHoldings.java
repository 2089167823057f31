package dev.signalbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.cli.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a real Svix lists. It writes payloads anew, so they are compared as trees. */
final class ListedHoldings implements Holdings {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final URI serverUrl;
  private final String token;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  ListedHoldings(URI serverUrl, String token) {
    this.serverUrl = serverUrl;
    this.token = token;
  }

  @Override
  public Map<String, List<HeldMessage>> read(Collection<OrganizationId> organizations)
      throws InterruptedException {
    Map<String, List<HeldMessage>> messages = new TreeMap<>();
    for (OrganizationId organization : organizations) {
      messages.put(organization.value(), messages(organization));
    }
    return messages;
  }

  private List<HeldMessage> messages(OrganizationId organization) throws InterruptedException {
    List<JsonNode> messages = new ArrayList<>();
    JsonNode page = page(organization, "");
    while (true) {
      page.path("data").forEach(messages::add);
      if (page.path("done").asBoolean(true)) {
        return inStoredOrder(messages);
      }
      page = page(organization, "&iterator=" + page.path("iterator").asText());
    }
  }

  /**
   * Svix lists by id, the newest first, and its ids tell times by four milliseconds only; the
   * timestamps are exact.
   */
  static List<HeldMessage> inStoredOrder(List<JsonNode> listed) {
    List<JsonNode> messages = new ArrayList<>(listed);
    Collections.reverse(messages);
    messages.sort(
        Comparator.comparing(message -> Instant.parse(message.path("timestamp").asText())));
    return messages.stream().map(ListedHoldings::held).toList();
  }

  private JsonNode page(OrganizationId organization, String from) throws InterruptedException {
    String path = "/api/v1/app/%s/msg?limit=250&with_content=true%s".formatted(organization, from);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(serverUrl + path))
            .header("Authorization", "Bearer " + token)
            .timeout(LIMIT)
            .build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      return switch (answer.statusCode()) {
        case 200 -> JSON.readTree(answer.body());
        case 404 -> JSON.createObjectNode(); // no event made the application
        default ->
            throw new CommandFailure(
                "Svix answers %d when asked for the messages of %s."
                    .formatted(answer.statusCode(), organization));
      };
    } catch (IOException e) {
      throw new CommandFailure("Svix at " + serverUrl, e);
    }
  }

  private static HeldMessage held(JsonNode message) {
    List<String> channels = new ArrayList<>();
    message.path("channels").forEach(channel -> channels.add(channel.asText()));
    return new HeldMessage(
        message.path("eventId").asText(""),
        message.path("eventType").asText(),
        channels,
        message.path("payload").toString());
  }

  @Override
  public boolean isSame(String appended, String held) {
    try {
      return JSON.readTree(appended).equals(ListedHoldings::compare, JSON.readTree(held));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Numbers by their value, whatever their notation; all else as it is. */
  private static int compare(JsonNode appended, JsonNode held) {
    if (appended.isNumber() && held.isNumber()) {
      return isSameNumber(appended, held) ? 0 : 1;
    }
    return appended.equals(held) ? 0 : 1;
  }

  /** When it lists, Svix reads what is no 64-bit integer as a double, rounded either way. */
  private static boolean isSameNumber(JsonNode appended, JsonNode held) {
    if (appended.decimalValue().compareTo(held.decimalValue()) == 0) {
      return true;
    }
    double value = appended.doubleValue();
    boolean isLong = appended.isIntegralNumber() && appended.canConvertToLong();
    return !isLong && Math.abs(value - held.doubleValue()) <= Math.ulp(value);
  }

  @Override
  public String comparison() {
    return "as JSON trees, the form in which Svix lists them";
  }
}
