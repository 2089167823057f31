package dev.signalbox.outbox;

import dev.signalbox.contract.SchemaName;

/**
 * What an {@link Outbox} can be told. The limits are those of the Svix server that will receive the
 * events: what it would refuse is refused at append, where it was made.
 *
 * @param schema the schema that holds the table {@code outbox_event}
 * @param maxPayloadBytes the largest payload, in bytes of UTF-8; 2 to {@value #MAX_REQUEST_BYTES}
 * @param maxChannels the most channels of one event; 0 to {@value #MAX_CHANNELS}. The open-source
 *     server takes 5, Svix Cloud 10
 * @param pendingLimits whether an organization's {@code pending_limit} is asked for and kept at
 *     each append, see {@link PendingLimitException}
 */
public record OutboxOptions(
    SchemaName schema, int maxPayloadBytes, int maxChannels, boolean pendingLimits) {

  /** The most channels that any Svix takes. */
  public static final int MAX_CHANNELS = 10;

  /** The largest request that Svix reads; the payload travels in it as an escaped string. */
  public static final int MAX_REQUEST_BYTES = 2 * 1024 * 1024;

  /** Schema {@code signalbox}, payloads of 1 MiB, 5 channels, no pending limits. */
  public static final OutboxOptions DEFAULT = new OutboxOptions(SchemaName.DEFAULT, 1024 * 1024, 5);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException when one is out of its range
   */
  public OutboxOptions {
    if (maxPayloadBytes < 2 || maxPayloadBytes > MAX_REQUEST_BYTES) {
      throw new IllegalArgumentException(
          "maxPayloadBytes is %d; it must be 2 to %d."
              .formatted(maxPayloadBytes, MAX_REQUEST_BYTES));
    }
    if (maxChannels < 0 || maxChannels > MAX_CHANNELS) {
      throw new IllegalArgumentException(
          "maxChannels is %d; it must be 0 to %d.".formatted(maxChannels, MAX_CHANNELS));
    }
  }

  /** Without pending limits. */
  public OutboxOptions(SchemaName schema, int maxPayloadBytes, int maxChannels) {
    this(schema, maxPayloadBytes, maxChannels, false);
  }

  /** The same with another schema. */
  public OutboxOptions withSchema(SchemaName schema) {
    return new OutboxOptions(schema, maxPayloadBytes, maxChannels, pendingLimits);
  }

  /** The same with another limit of the payload, in bytes of UTF-8. */
  public OutboxOptions withMaxPayloadBytes(int maxPayloadBytes) {
    return new OutboxOptions(schema, maxPayloadBytes, maxChannels, pendingLimits);
  }

  /** The same with another number of channels. */
  public OutboxOptions withMaxChannels(int maxChannels) {
    return new OutboxOptions(schema, maxPayloadBytes, maxChannels, pendingLimits);
  }

  /**
   * The same, keeping pending limits: the connections need SELECT on {@code organization} and
   * {@code outbox_event} then.
   */
  public OutboxOptions withPendingLimits() {
    return new OutboxOptions(schema, maxPayloadBytes, maxChannels, true);
  }
}
