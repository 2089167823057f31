package dev.signalbox.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextSizeTest {

  private static final JsonFactory JACKSON = new JsonFactory();

  @Test
  void countsEachCharacterAsJacksonWritesIt() throws IOException {
    for (int c = 1; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 97) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        assertSizes(Character.toString(c));
      }
    }
  }

  @Test
  void countsRandomTextsAsJacksonWritesThem() throws IOException {
    long seed = System.nanoTime();
    System.out.println("TextSizeTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      assertSizes(RandomTexts.text(random, 200));
    }
  }

  @Test
  void aRequestIsNeverLargerThanCountedNorMuchSmaller() throws IOException {
    String payload = "{\"a\":\"\\\\ \\u0000 \u00e9 \ud83d\ude80\",\r\n\t\"b\":1e400}";
    OutboxEvent event =
        OutboxEvent.of("acme", "t".repeat(256), payload)
            .withId(EventId.mint())
            .withChannels(List.of("c".repeat(128), "d"));
    long counted = EventCheck.requestBytes(event, TextSize.of(payload));
    long real = requestOfSvix(event).length;
    assertThat(real).isBetween(counted - EventCheck.REQUEST_FRAME_BYTES, counted);
  }

  @Test
  void namesWhatPostgresWouldChange() {
    assertThat(TextSize.of("a\u0000").defect()).isEqualTo("has a NUL character at position 1");
    for (String text : List.of("\ud800", "a\ud800b", "\ude80", "\ude80\ud83d", "\ud83d\ud83d")) {
      assertThat(TextSize.of(text).defect()).startsWith("has an unpaired surrogate at position ");
    }
    assertThat(TextSize.of("\ud83d\ude80").defect()).isNull();
  }

  private static void assertSizes(String text) throws IOException {
    TextSize size = TextSize.of(text);
    assertThat(size.defect()).isNull();
    assertThat(size.utf8Bytes()).isEqualTo(text.getBytes(UTF_8).length);
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JACKSON.createGenerator(out)) {
      json.writeString(text);
    }
    assertThat(size.jsonBytes()).as("%x", text.codePointAt(0)).isEqualTo(bytes(out).length - 2);
  }

  /** With every field that Svix's client can send for a message. */
  private static byte[] requestOfSvix(OutboxEvent event) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JACKSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("channels");
      for (String channel : event.channels()) {
        json.writeString(channel);
      }
      json.writeEndArray();
      json.writeStringField("eventId", event.id().orElseThrow().toString());
      json.writeStringField("eventType", event.type());
      json.writeObjectFieldStart("payload");
      json.writeEndObject();
      json.writeNumberField("payloadRetentionHours", Integer.MAX_VALUE);
      json.writeNumberField("payloadRetentionPeriod", Integer.MAX_VALUE);
      json.writeObjectFieldStart("transformationsParams");
      json.writeStringField("rawPayload", event.payload());
      json.writeEndObject();
      json.writeEndObject();
    }
    return bytes(out);
  }

  /** As Svix's client does it: a text first, then its UTF-8. */
  private static byte[] bytes(StringWriter out) {
    return out.toString().getBytes(UTF_8);
  }
}
