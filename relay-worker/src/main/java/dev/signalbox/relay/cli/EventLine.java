package dev.signalbox.relay.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.OutboxEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line {@code {"organization":…,"type":…,"payload":{…},"key":…,"channels":[…],"id":…}}. The
 * payload is cut out of the line as it stands there, never parsed and written again.
 */
final class EventLine {

  // The outbox has the limits; these would only refuse what it accepts.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final String line;
  private final Set<String> seen = new HashSet<>();
  private @Nullable String organization;
  private @Nullable String type;
  private @Nullable String payload;
  private @Nullable String key;
  private List<String> channels = List.of();
  private @Nullable EventId id;

  private EventLine(String line) {
    this.line = line;
  }

  /**
   * The event of a line.
   *
   * @throws IllegalArgumentException whose message completes "line 3 …" and quotes no value
   */
  static OutboxEvent parse(String line) {
    return new EventLine(line).read();
  }

  private OutboxEvent read() {
    try (JsonParser parser = JSON.createParser(line)) {
      expect(parser.nextToken() == JsonToken.START_OBJECT, "is no JSON object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        field(parser, parser.currentName());
      }
      expect(parser.nextToken() == null, "goes on after its JSON object");
    } catch (IOException e) { // Jackson's message would quote the line
      throw new IllegalArgumentException("is no well-formed JSON", e);
    }
    return event(
        OutboxEvent.of(
            required("organization", organization),
            required("type", type),
            required("payload", payload)));
  }

  private OutboxEvent event(OutboxEvent bare) {
    OutboxEvent event = bare.withChannels(channels);
    if (key != null) {
      event = event.withOrderingKey(key);
    }
    return id == null ? event : event.withId(id);
  }

  private void field(JsonParser parser, String name) throws IOException {
    expect(seen.add(name), "has \"" + name + "\" twice");
    JsonToken value = parser.nextToken();
    switch (name) {
      case "organization" -> organization = text(parser, name);
      case "type" -> type = text(parser, name);
      case "key" -> key = value == JsonToken.VALUE_NULL ? null : text(parser, name);
      case "id" -> id = value == JsonToken.VALUE_NULL ? null : eventId(text(parser, name));
      case "channels" -> channels = value == JsonToken.VALUE_NULL ? List.of() : texts(parser);
      case "payload" -> payload = slice(parser);
      default -> throw new IllegalArgumentException("has an unknown field");
    }
  }

  private String slice(JsonParser parser) throws IOException {
    expect(
        parser.currentToken() == JsonToken.START_OBJECT,
        "has a \"payload\" that is no JSON object");
    int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    parser.skipChildren();
    return line.substring(start, Math.toIntExact(parser.currentLocation().getCharOffset()));
  }

  private static String text(JsonParser parser, String name) throws IOException {
    expect(
        parser.currentToken() == JsonToken.VALUE_STRING, "has a \"" + name + "\" that is no text");
    return parser.getText();
  }

  private static EventId eventId(String text) {
    try {
      return EventId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has an \"id\" that is no UUID of 36 characters", e);
    }
  }

  private static List<String> texts(JsonParser parser) throws IOException {
    expect(parser.currentToken() == JsonToken.START_ARRAY, "has \"channels\" that are no list");
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      texts.add(text(parser, "channels"));
    }
    return texts;
  }

  private static String required(String name, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException("lacks \"" + name + "\"");
    }
    return value;
  }

  private static void expect(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
