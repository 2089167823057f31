package dev.signalbox.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;

/**
 * The answer to the status query.
 *
 * @param state {@code starting}, {@code draining}, {@code queued} for a slot for longer than an
 *     hour, {@code waiting} for a due time, {@code idle}; {@code throttled}, {@code unreachable},
 *     {@code unauthorized} or {@code refused} (configuration, another outbox) where the destination
 *     or the relay's set-up is in the way; {@code paused} or {@code held} where the organization's
 *     row, the lack of one or the hold of the whole source is; {@code backing off} after a slice
 *     that failed
 * @param progress counts since the start
 * @param lastError what went wrong last, without payload or secret; empty when nothing did
 * @param nextAttemptAt ISO-8601 instant of the next look without a wake; empty when none is planned
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RelayStatus(
    String state, RelayProgress progress, String lastError, String nextAttemptAt) {

  /** What the answering build does not know is empty. */
  public RelayStatus {
    state = Objects.requireNonNullElse(state, "");
    progress = Objects.requireNonNullElse(progress, RelayProgress.NONE);
    lastError = Objects.requireNonNullElse(lastError, "");
    nextAttemptAt = Objects.requireNonNullElse(nextAttemptAt, "");
  }
}
