package dev.signalbox.relay.svix;

import static dev.signalbox.relay.svix.ScriptedSvix.event;
import static dev.signalbox.relay.svix.ScriptedSvix.mapped;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.svix.Svix;
import com.svix.SvixOptions;
import com.svix.api.MessageCreateOptions;
import com.svix.models.MessageIn;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import dev.signalbox.relay.deliver.PendingEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.mockwebserver.RecordedRequest;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire is what Svix's own client would send. */
class WireTest {

  /**
   * Different by intent, or of the connection: keeping it alive is the rule of HTTP/1.1 anyway, and
   * answers of some hundred bytes are not worth compressing.
   */
  private static final Set<String> OF_THE_CLIENT =
      Set.of("svix-req-id", "User-Agent", "Connection", "Accept-Encoding");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " {\n\t\"z\" : 1,\r\n \"a\":2 } ",
        "{\"a\":1,\"a\":2}",
        "{\"n\":1e400,\"m\":-0.0,\"i\":1234567890123456789012345678901234567890123456789012345678901234}",
        "{\"nul\":\"\\u0000\",\"slash\":\"\\/\",\"quote\":\"\\\"\"}",
        "{\"emoji\":\"\uD83D\uDE00\u00FC\u2028\u2029\uFEFF\uFFFF\u007F\",\"escaped\":\"\\ud83d\\ude00\"}"
      })
  void thePayloadArrivesByteForByte(String payload) throws Exception {
    sendsWhatTheOfficialClientSends(event(payload));
  }

  @Test
  void aPayloadOfOneMebibyteArrivesByteForByte() throws Exception {
    String text = "\"\\\uD83D\uDE00x".repeat((1 << 20) / 7);
    sendsWhatTheOfficialClientSends(event("{\"a\":\"" + text + "\"}"));
  }

  @Test
  void randomTextArrivesByteForByte() throws Exception {
    long seed = System.nanoTime();
    System.out.println("WireTest.randomTextArrivesByteForByte: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      String text =
          random
              .ints(random.nextInt(5_000), 0, random.nextBoolean() ? 0x100 : 0x20000)
              .filter(c -> c < 0xD800 || c > 0xDFFF)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      sendsWhatTheOfficialClientSends(event(text));
    }
  }

  @Test
  void channelsAreSentInOrder() throws Exception {
    sendsWhatTheOfficialClientSends(
        new PendingEvent(
            7, UUID.randomUUID(), "order.created", "{}", "key", List.of("b", "a", "c"), 3));
  }

  private static void sendsWhatTheOfficialClientSends(PendingEvent event) throws Exception {
    try (ScriptedSvix svix = new ScriptedSvix();
        SvixDestination destination = new SvixDestination(svix.settings())) {
      assertThat(destination.deliver(mapped(), event)).isInstanceOf(Accepted.class);
      sendByTheOfficialClient(svix, event);
      RecordedRequest ours = svix.requests().get(0);
      RecordedRequest theirs = svix.requests().get(1);
      assertThat(ours.getRequestLine()).isEqualTo(theirs.getRequestLine());
      assertThat(headers(ours)).isEqualTo(headers(theirs));
      ByteString body = ours.getBody().snapshot();
      assertThat(body).isEqualTo(theirs.getBody().snapshot());
      assertThat(
              new ObjectMapper()
                  .readTree(body.utf8())
                  .at("/transformationsParams/rawPayload")
                  .textValue())
          .isEqualTo(event.payload());
    }
  }

  private static void sendByTheOfficialClient(ScriptedSvix svix, PendingEvent event)
      throws Exception {
    SvixOptions options = new SvixOptions();
    options.setServerUrl(svix.url().toString());
    MessageIn message =
        new MessageIn()
            .eventId(event.eventId().toString())
            .eventType(event.eventType())
            .payload(event.payload());
    if (!event.channels().isEmpty()) {
      message.channels(new LinkedHashSet<>(event.channels()));
    }
    MessageCreateOptions createOptions = new MessageCreateOptions();
    createOptions.setIdempotencyKey(event.eventId().toString());
    createOptions.setWithContent(false);
    new Svix(ScriptedSvix.TOKEN, options).getMessage().create("org-1", message, createOptions);
  }

  private static Headers headers(RecordedRequest request) {
    List<String> names = request.getHeaders().names().stream().sorted().toList();
    assertThat(names).contains("svix-req-id", "User-Agent");
    Headers.Builder headers = new Headers.Builder();
    names.stream()
        .filter(name -> !OF_THE_CLIENT.contains(name))
        .forEach(
            name -> request.getHeaders().values(name).forEach(value -> headers.add(name, value)));
    return headers.build();
  }
}
