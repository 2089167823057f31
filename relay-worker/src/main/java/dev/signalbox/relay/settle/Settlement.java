package dev.signalbox.relay.settle;

import java.time.Duration;
import java.util.List;

/**
 * How the events of a batch ended; what was not tried is not in it.
 *
 * @param accepted to be deleted and logged
 * @param postponed to be tried again
 * @param buried to be moved to the dead letters
 */
public record Settlement(List<Accepted> accepted, List<Postponed> postponed, List<Buried> buried) {

  /** The destination has it under {@code messageId}. */
  public record Accepted(long id, String messageId, boolean duplicate) {}

  /** It was refused and is due again after {@code delay}. */
  public record Postponed(long id, Duration delay, String reason, String response) {

    /** Without the response, which may repeat the payload. */
    @Override
    public String toString() {
      return "Postponed[id=%d, delay=%s, reason=%s]".formatted(id, delay, reason);
    }
  }

  /**
   * It will not be sent again.
   *
   * @param parks whether its ordering key, if it has one, waits until somebody has looked at it
   * @param status of the last answer; 0: none
   */
  public record Buried(
      long id, ErrorClass errorClass, boolean parks, int status, String reason, String response) {

    /** Without the response, which may repeat the payload. */
    @Override
    public String toString() {
      return "Buried[id=%d, class=%s, status=%d, reason=%s]"
          .formatted(id, errorClass, status, reason);
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

  boolean isAcceptedOnly() {
    return postponed.isEmpty() && buried.isEmpty();
  }
}
