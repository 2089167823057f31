package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.Defect;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.Page.Row;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one row of the outbox. A row that was written past the producer's checks and cannot be
 * sent, or whose delivery ended the process too often, becomes an event with a defect, so that it
 * dies alone.
 */
final class EventRow {

  /** Far more than any producer may append; more is not even read. */
  static final int MAX_PAYLOAD_BYTES = 16 << 20;

  /**
   * Columns of a row's age. Svix recognises a request for 12 hours; an event that has waited nearly
   * as long is old. Its age is the time from refusal to due time, summed up: how late each attempt
   * came is left out.
   */
  static final String AGES =
      """
      appended_at < now() - interval '11 hours' AS old,
        CASE WHEN isfinite(next_attempt_at) AND isfinite(first_refused_at)
          THEN extract(epoch FROM next_attempt_at - first_refused_at) - idle_seconds END AS age
      """
          .strip();

  private EventRow() {}

  /**
   * Reads it.
   *
   * @param maxKills ends of the process after which it is poison
   */
  static Row read(ResultSet row, int maxKills) throws SQLException {
    return row.getBoolean("due")
        ? new Row.Due(event(row, maxKills))
        : new Row.Waiting(row.getLong("id"), row.getString("ordering_key"));
  }

  /** The size of what the limit has kept from being read; 0 for any other row. */
  static long withheld(ResultSet row, long byteLimit) throws SQLException {
    long size = row.getLong("size");
    return size > byteLimit && size <= MAX_PAYLOAD_BYTES ? size : 0;
  }

  private static PendingEvent event(ResultSet row, int maxKills) throws SQLException {
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
        Duration.ofSeconds(Math.max(0, row.getLong("age"))),
        row.getBoolean("old"),
        row.getInt("suspected_kills") >= maxKills
            ? poison(maxKills)
            : damage(payload, row.getLong("size"), channels));
  }

  private static Defect poison(int kills) {
    return new Defect(
        Defect.Kind.POISON,
        "The worker's process ended %d times in a row while it delivered the event."
            .formatted(kills));
  }

  private static @Nullable Defect damage(
      @Nullable String payload, long size, @Nullable Object[] channels) {
    if (payload == null) {
      return damaged(
          "Payload is %d bytes; the relay reads at most %d.".formatted(size, MAX_PAYLOAD_BYTES));
    }
    return texts(channels).size() == channels.length
        ? null
        : damaged("Channels are not a plain list of texts.");
  }

  private static Defect damaged(String reason) {
    return new Defect(Defect.Kind.DAMAGED, reason);
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
