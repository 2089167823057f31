package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the emulator reads and writes JSON. */
final class Json {

  static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(Integer.MAX_VALUE)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree cannot be written.", e);
    }
  }

  /** RFC 3339 in UTC with microseconds, as Svix writes it. */
  static String timestamp(Instant instant) {
    return TIMESTAMP.format(instant);
  }

  /** A text field; empty when it is absent or null, refused when it is something else. */
  static Optional<String> text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw Refusal.undecodable(field, "invalid type: expected a string");
    }
    return Optional.of(value.textValue());
  }

  static String requiredText(JsonNode object, String field) {
    return text(object, field)
        .orElseThrow(() -> Refusal.undecodable(field, "missing field `" + field + "`"));
  }

  /** A list of texts; empty when it is absent or null. */
  static Optional<List<String>> texts(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    List<String> found = new ArrayList<>();
    for (JsonNode element : value) {
      if (element.isTextual()) {
        found.add(element.textValue());
      }
    }
    if (!value.isArray() || found.size() != value.size()) {
      throw Refusal.undecodable(field, "invalid type: expected a list of strings");
    }
    return Optional.of(found.stream().distinct().toList());
  }

  /** An object of texts; empty when it is absent. */
  static Map<String, String> textMap(JsonNode object, String field) {
    Map<String, String> found = new LinkedHashMap<>();
    object
        .path(field)
        .properties()
        .forEach(entry -> found.put(entry.getKey(), entry.getValue().asText()));
    return found;
  }
}
