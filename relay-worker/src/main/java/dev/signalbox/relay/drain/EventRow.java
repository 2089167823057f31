package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.Page.Row;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one row of the outbox. A row that was written past the producer's checks and cannot be sent
 * becomes an event with a defect, so that it dies alone.
 */
final class EventRow {

  /** Far more than any producer may append; more is not even read. */
  static final int MAX_PAYLOAD_BYTES = 16 << 20;

  private EventRow() {}

  static Row read(ResultSet row) throws SQLException {
    return row.getBoolean("due")
        ? new Row.Due(event(row))
        : new Row.Waiting(row.getLong("id"), row.getString("ordering_key"));
  }

  private static PendingEvent event(ResultSet row) throws SQLException {
    String payload = row.getString("payload");
    @Nullable Object[] channels = channels(row.getArray("channels"));
    return new PendingEvent(
        row.getLong("id"),
        row.getObject("event_id", UUID.class),
        row.getString("event_type"),
        payload == null ? "" : payload,
        row.getString("ordering_key"),
        texts(channels),
        Math.max(0, row.getInt("attempts")),
        defect(payload, row.getLong("size"), channels));
  }

  private static @Nullable String defect(
      @Nullable String payload, long size, @Nullable Object[] channels) {
    if (payload == null) {
      return "Payload is %d bytes; the relay reads at most %d.".formatted(size, MAX_PAYLOAD_BYTES);
    }
    return texts(channels).size() == channels.length
        ? null
        : "Channels are not a plain list of texts.";
  }

  private static @Nullable Object[] channels(@Nullable Array array) throws SQLException {
    return array == null ? new Object[0] : (Object[]) array.getArray();
  }

  private static List<String> texts(@Nullable Object[] channels) {
    return Arrays.stream(channels)
        .filter(String.class::isInstance)
        .map(channel -> (String) Objects.requireNonNull(channel))
        .toList();
  }
}
