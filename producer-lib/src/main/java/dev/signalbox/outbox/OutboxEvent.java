package dev.signalbox.outbox;

import static java.util.Objects.requireNonNull;

import dev.signalbox.contract.OrganizationId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an organization, to be told to its webhook endpoints.
 *
 * <p>An event is checked when it is appended, not when it is made: a batch then reports all that is
 * wrong with it at once. Instances are immutable; {@link #toString} leaves the payload out.
 *
 * <p>An event without an id of its own gets a new one with each append. With {@link #withId} an
 * event that is appended twice is delivered once, as long as Svix knows the id: the open-source
 * server recognises an event id of the same organization for ever, whatever the second payload
 * says; Svix Cloud promises "up to a day". The idempotency key, which is the same id, is recognised
 * for 12 hours by both. An id that is used again later than that is a new event.
 */
public final class OutboxEvent {

  private final String organization;
  private final String type;
  private final String payload;
  private final @Nullable String orderingKey;
  private final List<String> channels;
  private final Map<String, String> headers;
  private final @Nullable EventId id;

  private OutboxEvent(
      String organization,
      String type,
      String payload,
      @Nullable String orderingKey,
      List<String> channels,
      Map<String, String> headers,
      @Nullable EventId id) {
    this.organization = requireNonNull(organization, "organization");
    this.type = requireNonNull(type, "type");
    this.payload = requireNonNull(payload, "payload");
    this.orderingKey = orderingKey;
    this.channels = channels;
    this.headers = headers;
    this.id = id;
  }

  /**
   * An event without ordering key, channels, headers and id.
   *
   * @param organization whose endpoints are to hear of it; see {@link OrganizationId}
   * @param type 1 to 256 of {@code [a-zA-Z0-9-_.]}, as in {@code order.created}
   * @param payload the text of one JSON object; receivers get it byte for byte
   */
  public static OutboxEvent of(String organization, String type, String payload) {
    return new OutboxEvent(organization, type, payload, null, List.of(), Map.of(), null);
  }

  /** As {@link #of(String, String, String)}. */
  public static OutboxEvent of(OrganizationId organization, String type, String payload) {
    return of(organization.value(), type, payload);
  }

  /**
   * The same with an ordering key of 1 to 256 characters: events of one organization with the same
   * key reach Svix in append order, one at a time.
   */
  public OutboxEvent withOrderingKey(String orderingKey) {
    return new OutboxEvent(
        organization,
        type,
        payload,
        requireNonNull(orderingKey, "orderingKey"),
        channels,
        headers,
        id);
  }

  /**
   * The same with Svix channels, each 1 to 128 of {@code [a-zA-Z0-9-_.]}, no two equal, at most
   * {@link OutboxOptions#maxChannels}.
   */
  public OutboxEvent withChannels(List<String> channels) {
    return new OutboxEvent(
        organization, type, payload, orderingKey, List.copyOf(channels), headers, id);
  }

  /**
   * The same with headers for the relay, as trace context or a correlation id: names of 1 to 128
   * characters that an HTTP header may have, values without control characters, all together at
   * most 8 KiB as JSON. Receivers do not get them.
   */
  public OutboxEvent withHeaders(Map<String, String> headers) {
    Map<String, String> copy = new LinkedHashMap<>();
    headers.forEach(
        (name, value) -> copy.put(requireNonNull(name, "name"), requireNonNull(value, "value")));
    return new OutboxEvent(
        organization, type, payload, orderingKey, channels, Collections.unmodifiableMap(copy), id);
  }

  /** The same with an id that the caller has minted or keeps. */
  public OutboxEvent withId(EventId id) {
    return new OutboxEvent(
        organization, type, payload, orderingKey, channels, headers, requireNonNull(id, "id"));
  }

  /** Whose endpoints are to hear of it. */
  public String organization() {
    return organization;
  }

  /** The event type. */
  public String type() {
    return type;
  }

  /** The text of one JSON object. */
  public String payload() {
    return payload;
  }

  /** The ordering key, where order matters. */
  public Optional<String> orderingKey() {
    return Optional.ofNullable(orderingKey);
  }

  /** The Svix channels; empty: none. */
  public List<String> channels() {
    return channels;
  }

  /** The headers for the relay, in the order they were given; empty: none. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The id of the caller's choice. */
  public Optional<EventId> id() {
    return Optional.ofNullable(id);
  }

  @Override
  public String toString() {
    return "OutboxEvent[organization=%s, type=%s, id=%s]".formatted(organization, type, id);
  }
}
