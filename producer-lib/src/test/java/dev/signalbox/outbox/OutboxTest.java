package dev.signalbox.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.outbox.InvalidEventException.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before a statement: the connection fails the test when one is made. */
class OutboxTest {

  private static final Connection IN_TRANSACTION = FakeConnection.of(false, false);
  private static final OutboxEvent GOOD = OutboxEvent.of("acme", "order.created", "{}");

  private final Outbox outbox = new Outbox();

  @Test
  void anEmptyBatchExecutesNothing() throws SQLException {
    assertThat(outbox.appendBatch(IN_TRANSACTION, List.of())).isEmpty();
  }

  @Test
  void autoCommitIsRefused() {
    Connection connection = FakeConnection.of(true, false);
    assertThatExceptionOfType(TransactionRequiredException.class)
        .isThrownBy(() -> outbox.append(connection, GOOD))
        .withMessageContaining("auto-commit");
    assertThatExceptionOfType(TransactionRequiredException.class)
        .isThrownBy(() -> outbox.appendBatch(connection, List.of()));
  }

  @Test
  void aReadOnlyConnectionIsRefused() {
    assertThatExceptionOfType(TransactionRequiredException.class)
        .isThrownBy(() -> outbox.append(FakeConnection.of(false, true), GOOD))
        .withMessageContaining("read-only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "\"a\"",
        "1",
        "null",
        "true",
        "{",
        "{}}",
        "{}{}",
        "{} 1",
        "{},",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":'b'}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":0x1}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":tru}",
        "{\"a\":truex}",
        "{\"a\":True}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"b}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":[1,]}",
        "{\"a\":[1}",
        "{\"a\":1 \"b\":2}",
        "{/**/}",
        "{} //",
        "#\n{}",
        "\ufeff{}",
        "{}\ufeff",
        "\u00a0{}",
        "{}\u0000",
        "\u0000{}",
        "{\u0000}",
        "{\"a\":\"\u0000\"}",
        "{\"a\":\"\ud800\"}",
        "{\"a\":\"?\udc00?\"}",
        "{\"a\":\"é\udc00\ud800\"}",
        "{\"a\":1;\"b\":2}"
      })
  void refusesWhatIsNotOneJsonObject(String payload) {
    assertThat(problems(OutboxEvent.of("acme", "t", payload)))
        .singleElement()
        .asString()
        .startsWith("Payload ");
  }

  @Test
  void refusesNoDeliverableJson() {
    int deep = 100_000;
    for (String payload :
        List.of(
            "{}",
            " \t\r\n{ } \n",
            "{\"a\":1,\"a\":2,\"\":3,\"?\":\"?\"}",
            "{\"a\":1e400,\"b\":-0.0,\"c\":1E+99999999999}",
            "{\"a\":" + "9".repeat(100_000) + "}",
            "{\"" + "n".repeat(100_000) + "\":0}",
            "{\"a\":\"\\u0000\\ud800\\/\\b\u007f\ufeff🚀\"}",
            "{\"a\":" + "[".repeat(deep) + "]".repeat(deep) + "}",
            "{\"a\":".repeat(deep) + "1" + "}".repeat(deep))) {
      assertThat(problems(OutboxEvent.of("acme", "t", payload))).isEmpty();
    }
  }

  @Test
  void thePayloadsLimitCountsBytesOfUtf8() {
    Outbox small = new Outbox(OutboxOptions.DEFAULT.withMaxPayloadBytes(12));
    assertThat(problems(small, OutboxEvent.of("acme", "t", "{\"a\":\"🚀\"}"))).isEmpty();
    assertThat(problems(small, OutboxEvent.of("acme", "t", "{\"a\":\"🚀é\"}")))
        .containsExactly("Payload is 14 bytes; the limit is 12.");
    assertThat(problems(OutboxEvent.of("acme", "t", payloadOf(1 << 20, 'x')))).isEmpty();
    assertThat(problems(OutboxEvent.of("acme", "t", payloadOf((1 << 20) + 1, 'x'))))
        .containsExactly("Payload is 1048577 bytes; the limit is 1048576.");
  }

  @Test
  void theEscapedRequestMustFitToo() {
    String payload = "{\"a\":[" + "\"\",".repeat(345_000) + "1]}";
    assertThat(problems(OutboxEvent.of("acme", "t", payload))).isEmpty();
    Outbox large = new Outbox(OutboxOptions.DEFAULT.withMaxPayloadBytes(2_000_000));
    String larger = "{\"a\":[" + "\"\",".repeat(420_000) + "1]}";
    assertThat(problems(large, OutboxEvent.of("acme", "t", larger)))
        .singleElement()
        .asString()
        .contains("request of 21005")
        .contains("2097152");
  }

  @Test
  void refusesTypesOutsideOfSvixsPattern() {
    for (String type : List.of("", "a b", "a/b", "a:b", "é", "a\n", "x".repeat(257))) {
      assertThat(problems(OutboxEvent.of("acme", type, "{}")))
          .containsExactly("Event type is not 1 to 256 characters of [a-zA-Z0-9-_.].");
    }
  }

  @Test
  void refusesOrganizationsThatNothingCanCarry() {
    for (String organization : List.of("", " ", "a\u0000", "a\nb", "\ud800", "x".repeat(257))) {
      assertThat(problems(OutboxEvent.of(organization, "t", "{}")))
          .singleElement()
          .asString()
          .startsWith("Organization id ");
    }
    assertThat(problems(OutboxEvent.of("a mapped/one ü", "t", "{}"))).isEmpty();
  }

  @Test
  void refusesChannelsThatOneOfTheServersRefuses() {
    for (String channel : List.of("", "a b", "a:b", "a+b", "é", "x".repeat(129))) {
      assertThat(problems(GOOD.withChannels(List.of(channel))))
          .containsExactly("Channel 0 is not 1 to 128 characters of [a-zA-Z0-9-_.].");
    }
    assertThat(problems(GOOD.withChannels(List.of("a", "b", "a"))))
        .containsExactly("Event has a channel twice.");
    assertThat(problems(GOOD.withChannels(channels(5)))).isEmpty();
    assertThat(problems(GOOD.withChannels(channels(6))))
        .containsExactly("Event has 6 channels; the limit is 5.");
    Outbox cloud = new Outbox(OutboxOptions.DEFAULT.withMaxChannels(10));
    assertThat(problems(cloud, GOOD.withChannels(channels(10)))).isEmpty();
    assertThat(problems(cloud, GOOD.withChannels(channels(11)))).hasSize(1);
  }

  @Test
  void refusesOrderingKeysThatCannotBeKept() {
    for (String key : List.of("", "x".repeat(257), "a\u0000", "\udc00")) {
      assertThat(problems(GOOD.withOrderingKey(key)))
          .singleElement()
          .asString()
          .startsWith("Ordering key ");
    }
    assertThat(problems(GOOD.withOrderingKey("x".repeat(256)))).isEmpty();
    assertThat(problems(GOOD.withOrderingKey("order/42 \t ü🚀"))).isEmpty();
  }

  @Test
  void refusesHeadersThatCannotBeKept() {
    for (String name : List.of("", "a b", "a:b", "é", "x".repeat(129), "a\n")) {
      assertThat(problems(GOOD.withHeaders(Map.of(name, "v")))).as(name).hasSize(1);
    }
    for (String value : List.of("a\u0000", "a\nb", "\ud800")) {
      assertThat(problems(GOOD.withHeaders(Map.of("traceparent", value))))
          .singleElement()
          .asString()
          .startsWith("Header traceparent has ");
    }
    assertThat(problems(GOOD.withHeaders(Map.of("tracestate", "", "b", "\"ü🚀\\")))).isEmpty();
  }

  @Test
  void theHeadersLimitCountsTheirJson() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("a", "\"".repeat(2_000));
    headers.put("b", "é".repeat(1_000));
    int rest = EventCheck.MAX_HEADERS_BYTES - jsonBytes(headers) - "\"c\":\"\",".length();
    headers.put("c", "x".repeat(rest));
    assertThat(jsonBytes(headers)).isEqualTo(EventCheck.MAX_HEADERS_BYTES);
    assertThat(problems(GOOD.withHeaders(headers))).isEmpty();
    headers.put("c", "x".repeat(rest + 1));
    assertThat(problems(GOOD.withHeaders(headers)))
        .containsExactly("Headers are 8193 bytes as JSON; the limit is 8192.");
  }

  @Test
  void aBatchReportsEveryBadEventByIndex() {
    List<OutboxEvent> events = new ArrayList<>(Collections.nCopies(30, GOOD));
    events.set(3, OutboxEvent.of("acme", "a b", "[]"));
    events.set(17, OutboxEvent.of("", "t", "{}"));
    InvalidEventException refused = refusal(outbox, events);
    assertThat(refused.problems()).extracting(Problem::index).containsExactly(3, 3, 17);
    assertThat(refused)
        .hasMessageStartingWith("Event 3: Event type is not ")
        .hasMessageContaining("Event 3: Payload is not a JSON object.")
        .hasMessageContaining("Event 17: Organization id is blank.");
  }

  @Test
  void theMessageOfAHugeBadBatchStaysShort() {
    List<OutboxEvent> bad = Collections.nCopies(10_000, OutboxEvent.of("acme", "t", "[]"));
    InvalidEventException refused = refusal(outbox, bad);
    assertThat(refused.problems()).hasSize(10_000);
    assertThat(refused.getMessage()).hasSizeLessThan(1_000).endsWith(" And 9990 more.");
  }

  @Test
  void noMessageQuotesWhatItRefuses() {
    String secret = "s3cret";
    String payload = "{\"card\":" + secret + "}";
    InvalidEventException refused =
        refusal(
            outbox,
            List.of(
                OutboxEvent.of("acme", "t", payload),
                OutboxEvent.of("acme", payload, "t"),
                OutboxEvent.of(payload + "\n", "t", "{}"),
                GOOD.withOrderingKey("\u0000" + payload).withChannels(List.of(payload)),
                GOOD.withHeaders(Map.of(payload, "v")),
                GOOD.withHeaders(Map.of("a", payload + "\n"))));
    assertThat(refused.problems()).extracting(Problem::index).contains(0, 1, 2, 3, 4, 5);
    assertThat(refused).hasMessageNotContaining(secret).hasNoCause();
    assertThat(refused.problems().toString()).doesNotContain(secret);
    assertThat(OutboxEvent.of("acme", "t", payload).toString()).doesNotContain(secret);
  }

  @Test
  void anEventDoesNotChangeWithWhatItWasMadeFrom() {
    List<String> channels = new ArrayList<>(List.of("a"));
    Map<String, String> headers = new LinkedHashMap<>(Map.of("h", "1"));
    OutboxEvent event = GOOD.withChannels(channels).withHeaders(headers);
    channels.add("b");
    headers.put("i", "2");
    assertThat(event.channels()).containsExactly("a");
    assertThat(event.headers()).containsExactly(Map.entry("h", "1"));
    assertThat(GOOD.channels()).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // callers without a null checker
  void nullsAreRefusedWhereTheyComeIn() {
    assertThatNullPointerException().isThrownBy(() -> OutboxEvent.of("acme", "t", null));
    assertThatNullPointerException().isThrownBy(() -> GOOD.withOrderingKey(null));
    assertThatNullPointerException()
        .isThrownBy(() -> outbox.appendBatch(IN_TRANSACTION, Arrays.asList(GOOD, null)));
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    OutboxOptions options = OutboxOptions.DEFAULT;
    assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxPayloadBytes(1));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxPayloadBytes(2097153));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxChannels(11));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxChannels(-1));
  }

  private List<String> problems(OutboxEvent event) {
    return problems(outbox, event);
  }

  /** Of an event whose batch fails for another reason in any case. */
  private static List<String> problems(Outbox outbox, OutboxEvent event) {
    return refusal(outbox, List.of(event, OutboxEvent.of("acme", "", "{}"))).problems().stream()
        .filter(problem -> problem.index() == 0)
        .map(Problem::message)
        .toList();
  }

  private static InvalidEventException refusal(Outbox outbox, List<OutboxEvent> events) {
    return catchThrowableOfType(
        InvalidEventException.class, () -> outbox.appendBatch(IN_TRANSACTION, events));
  }

  private static String payloadOf(int bytes, char filler) {
    return "{\"a\":\"" + String.valueOf(filler).repeat(bytes - "{\"a\":\"\"}".length()) + "\"}";
  }

  private static List<String> channels(int count) {
    return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
  }

  private static int jsonBytes(Map<String, String> headers) {
    return (int) TextSize.of(JsonText.object(headers)).utf8Bytes();
  }
}
