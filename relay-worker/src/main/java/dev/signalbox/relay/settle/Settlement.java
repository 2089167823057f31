package dev.signalbox.relay.settle;

import dev.signalbox.relay.deliver.PendingEvent;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How the events of a batch ended; what was not tried is not in it.
 *
 * @param accepted to be deleted and logged
 * @param postponed to be tried again
 * @param buried to be moved to the dead letters
 */
public record Settlement(List<Accepted> accepted, List<Postponed> postponed, List<Buried> buried) {

  /**
   * Which row it is. Both must match: after a failover to a standby that lagged behind, another
   * event may have been given the id of one that was lost.
   */
  public record RowId(long id, UUID eventId) {

    /** That of an event that was read. */
    public static RowId of(PendingEvent event) {
      return new RowId(event.id(), event.eventId());
    }
  }

  /** The destination has it under {@code messageId}. */
  public record Accepted(RowId row, String messageId, boolean duplicate) {}

  /** It was refused and is due again after {@code delay}. */
  public record Postponed(RowId row, Duration delay, String reason, String response) {

    /** Without the response, which may repeat the payload. */
    @Override
    public String toString() {
      return "Postponed[%s, delay=%s, reason=%s]".formatted(row, delay, reason);
    }
  }

  /**
   * It will not be sent again.
   *
   * @param parks whether its ordering key, if it has one, waits until somebody has looked at it
   * @param status of the last answer; 0: none
   */
  public record Buried(
      RowId row, ErrorClass errorClass, boolean parks, int status, String reason, String response) {

    /** Without the response, which may repeat the payload. */
    @Override
    public String toString() {
      return "Buried[%s, class=%s, status=%d, reason=%s]"
          .formatted(row, errorClass, status, reason);
    }
  }

  /** Copies the lists. */
  public Settlement {
    accepted = List.copyOf(accepted);
    postponed = List.copyOf(postponed);
    buried = List.copyOf(buried);
  }

  /** Whether there is nothing to write down. */
  public boolean isEmpty() {
    return accepted.isEmpty() && postponed.isEmpty() && buried.isEmpty();
  }

  /** Each of them as a log may say it. */
  Stream<Object> endings() {
    return Stream.of(accepted, postponed, buried).flatMap(List::stream);
  }

  boolean isAcceptedOnly() {
    return postponed.isEmpty() && buried.isEmpty();
  }
}
