package dev.signalbox.relay.svix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.svix.exceptions.ApiException;
import dev.signalbox.contract.Texts;
import dev.signalbox.relay.deliver.PendingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one request that is made for every event: "Create Message", byte for byte as Svix's client
 * makes it, but written at once and without its beans, which took a sixth of the relay's time. Safe
 * for any number of threads.
 */
final class MessagePost {

  /** Of a typical event, without its payload. */
  private static final int ENVELOPE_BYTES = 256;

  private final SvixTransport transport;

  /**
   * Written to bytes at once, a surrogate pair must become the four bytes that it becomes when the
   * client writes a String first.
   */
  private final JsonFactory json =
      JsonFactory.builder()
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
          .build();

  MessagePost(SvixTransport transport) {
    this.transport = transport;
  }

  /** Writes the request's body; empty when a text has an unpaired surrogate. */
  Optional<OneShotBody> body(PendingEvent event) {
    byte[] payload = event.payload().getBytes(StandardCharsets.UTF_8);
    return isWellFormed(event, payload) ? Optional.of(body(event, payload)) : Optional.empty();
  }

  /** An unpaired surrogate would be sent as something else, without an error. */
  private static boolean isWellFormed(PendingEvent event, byte[] payload) {
    return event.payload().equals(new String(payload, StandardCharsets.UTF_8))
        && Texts.isWellFormed(event.eventType())
        && event.channels().stream().allMatch(Texts::isWellFormed);
  }

  private OneShotBody body(PendingEvent event, byte[] payload) {
    int escapes = payload.length / 8;
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(ENVELOPE_BYTES + payload.length + escapes);
        JsonGenerator body = json.createGenerator(bytes)) {
      body.writeStartObject();
      if (!event.channels().isEmpty()) {
        body.writeFieldName("channels");
        String[] channels = event.channels().stream().distinct().toArray(String[]::new);
        body.writeArray(channels, 0, channels.length);
      }
      body.writeStringField("eventId", event.eventId().toString());
      body.writeStringField("eventType", event.eventType());
      body.writeObjectFieldStart("payload");
      body.writeEndObject();
      body.writeObjectFieldStart("transformationsParams");
      body.writeFieldName("rawPayload");
      body.writeUTF8String(payload, 0, payload.length);
      body.writeEndObject();
      body.writeEndObject();
      body.flush();
      return new OneShotBody(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("Memory does not fail.", e);
    }
  }

  /**
   * Sends it.
   *
   * @param messages path and query of the application's
   * @return the message's id as it was answered; null without one
   */
  @Nullable String send(String messages, PendingEvent event, OneShotBody body)
      throws ApiException, IOException {
    return id(transport.post(messages, event.eventId().toString(), body));
  }

  /** Of all that Svix answers; null where it is no JSON object or has no such text. */
  private @Nullable String id(byte[] answer) {
    try (JsonParser parser = json.createParser(answer)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? id(parser) : null;
    } catch (IOException e) { // of the JSON: all bytes are here
      return null;
    }
  }

  private static @Nullable String id(JsonParser object) throws IOException {
    String id = null;
    for (String field = object.nextFieldName(); field != null; field = object.nextFieldName()) {
      JsonToken value = object.nextToken();
      if (value == JsonToken.VALUE_STRING && field.equals("id")) {
        id = object.getText();
      }
      object.skipChildren();
    }
    return id;
  }
}
