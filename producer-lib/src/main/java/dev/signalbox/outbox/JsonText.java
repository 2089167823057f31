package dev.signalbox.outbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON by its syntax alone: no number is converted and nothing is built. */
final class JsonText {

  /**
   * Without Jackson's own limits: what is well-formed and within the size limit is deliverable.
   * Field names are not kept in a symbol table, which would grow with the callers' data.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final byte FIRST_OF_BYTE_ORDER_MARK = (byte) 0xef;

  private JsonText() {}

  /**
   * Why the text is not exactly one JSON object; null where it is. Quotes nothing of the text.
   *
   * @param utf8 well-formed and without NUL, so that Jackson takes it for no other encoding
   */
  static @Nullable String defectAsObject(byte[] utf8) {
    if (utf8.length > 0 && utf8[0] == FIRST_OF_BYTE_ORDER_MARK) {
      return "begins with no JSON object"; // Jackson would skip a byte order mark
    }
    try (JsonParser parser = JSON.createParser(utf8)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "is not a JSON object";
      }
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return "ends before its JSON object does";
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return parser.nextToken() == null ? null : "has more after its JSON object";
    } catch (JsonProcessingException e) {
      // Jackson's message and source quote the text, so only the place goes on
      return "is not well-formed JSON at byte %d".formatted(e.getLocation().getByteOffset());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON object of strings, in the order of the map. */
  static String object(Map<String, String> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, String> field : fields.entrySet()) {
        json.writeStringField(field.getKey(), field.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
