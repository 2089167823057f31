package dev.signalbox.outbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SvixRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what PostgreSQL, Temporal or Svix would refuse or change. No problem quotes a text that it
 * refuses: arguments in the wrong order would bring a payload into a message.
 */
final class EventCheck {

  static final int MAX_ORDERING_KEY_LENGTH = 256;
  static final int MAX_HEADERS_BYTES = 8 * 1024;

  /** Field names, event id and options of a request to Svix; what varies comes on top. */
  static final int REQUEST_FRAME_BYTES = 512;

  /** Characters that fit in a request though each took the six bytes of a control's escape. */
  private static final int FITS_ALWAYS = OutboxOptions.MAX_REQUEST_BYTES / 6 - 4 * 1024;

  /** What both the open-source server and Svix Cloud accept. */
  private static final Pattern CHANNEL = Pattern.compile("[a-zA-Z0-9\\-_.]{1,128}");

  private static final Pattern HEADER_NAME = Pattern.compile("[a-zA-Z0-9!#$%&'*+\\-.^_`|~]{1,128}");

  private final OutboxOptions options;

  EventCheck(OutboxOptions options) {
    this.options = options;
  }

  void check(OutboxEvent event, Consumer<String> problem) {
    checkOrganization(event.organization(), problem);
    if (!SvixRules.isName(event.type())) {
      problem.accept(
          "Event type is not 1 to %d characters of [a-zA-Z0-9-_.]."
              .formatted(SvixRules.MAX_NAME_LENGTH));
    }
    event.orderingKey().ifPresent(key -> checkOrderingKey(key, problem));
    checkChannels(event.channels(), problem);
    checkHeaders(event.headers(), problem);
    checkPayload(event, problem);
  }

  private static void checkOrganization(String organization, Consumer<String> problem) {
    try {
      OrganizationId unused = new OrganizationId(organization);
    } catch (IllegalArgumentException e) {
      problem.accept(String.valueOf(e.getMessage()));
    }
  }

  private static void checkOrderingKey(String key, Consumer<String> problem) {
    if (key.isEmpty() || key.length() > MAX_ORDERING_KEY_LENGTH) {
      problem.accept(
          "Ordering key is %d characters long; it must be 1 to %d."
              .formatted(key.length(), MAX_ORDERING_KEY_LENGTH));
      return;
    }
    String defect = TextSize.of(key).defect();
    if (defect != null) {
      problem.accept("Ordering key %s.".formatted(defect));
    }
  }

  private void checkChannels(List<String> channels, Consumer<String> problem) {
    if (channels.isEmpty()) {
      return;
    }
    if (channels.size() > options.maxChannels()) {
      problem.accept(
          "Event has %d channels; the limit is %d."
              .formatted(channels.size(), options.maxChannels()));
    }
    for (int i = 0; i < channels.size(); i++) {
      if (!CHANNEL.matcher(channels.get(i)).matches()) {
        problem.accept("Channel %d is not 1 to 128 characters of [a-zA-Z0-9-_.].".formatted(i));
      }
    }
    if (new HashSet<>(channels).size() < channels.size()) {
      problem.accept("Event has a channel twice.");
    }
  }

  private static void checkHeaders(Map<String, String> headers, Consumer<String> problem) {
    if (headers.isEmpty()) {
      return;
    }
    long bytes = 1; // both braces; the last header has no comma
    for (Map.Entry<String, String> header : headers.entrySet()) {
      TextSize value = TextSize.of(header.getValue());
      if (!HEADER_NAME.matcher(header.getKey()).matches()) {
        problem.accept("A header name is not 1 to 128 characters of an HTTP header name.");
      } else if (value.defect() != null) {
        problem.accept("Header %s %s.".formatted(header.getKey(), value.defect()));
      } else if (header.getValue().chars().anyMatch(Character::isISOControl)) {
        problem.accept("Header %s has a control character.".formatted(header.getKey()));
      }
      bytes += "\"\":\"\",".length() + header.getKey().length() + value.jsonBytes();
    }
    if (bytes > MAX_HEADERS_BYTES) {
      problem.accept(
          "Headers are %d bytes as JSON; the limit is %d.".formatted(bytes, MAX_HEADERS_BYTES));
    }
  }

  private void checkPayload(OutboxEvent event, Consumer<String> problem) {
    String payload = event.payload();
    String defect =
        payload.length() > options.maxPayloadBytes()
            ? sizeDefect(event)
            : payloadDefect(event, payload.getBytes(UTF_8));
    if (defect != null) {
      problem.accept("Payload %s.".formatted(defect));
    }
  }

  private @Nullable String payloadDefect(OutboxEvent event, byte[] utf8) {
    String defect = isShortAscii(event.payload(), utf8) ? null : sizeDefect(event);
    return defect == null ? JsonText.defectAsObject(utf8) : defect;
  }

  /**
   * Spares most payloads the look at each character: however these are escaped, they fit. The
   * comparison finds the question marks that stand for unpaired surrogates.
   */
  private static boolean isShortAscii(String payload, byte[] utf8) {
    return utf8.length <= FITS_ALWAYS
        && utf8.length == payload.length()
        && payload.indexOf('\0') < 0
        && new String(utf8, ISO_8859_1).equals(payload);
  }

  private @Nullable String sizeDefect(OutboxEvent event) {
    TextSize size = TextSize.of(event.payload());
    if (size.defect() != null) {
      return size.defect();
    }
    if (size.utf8Bytes() > options.maxPayloadBytes()) {
      return "is %d bytes; the limit is %d".formatted(size.utf8Bytes(), options.maxPayloadBytes());
    }
    long request = requestBytes(event, size);
    if (request > OutboxOptions.MAX_REQUEST_BYTES) {
      return "makes a request of %d bytes, because it is sent as an escaped string; Svix's limit is %d"
          .formatted(request, OutboxOptions.MAX_REQUEST_BYTES);
    }
    return null;
  }

  /** The largest body that the relay sends for the event. */
  static long requestBytes(OutboxEvent event, TextSize payload) {
    long bytes = REQUEST_FRAME_BYTES + payload.jsonBytes() + event.type().length();
    for (String channel : event.channels()) {
      bytes += "\"\",".length() + channel.length();
    }
    return bytes;
  }
}
