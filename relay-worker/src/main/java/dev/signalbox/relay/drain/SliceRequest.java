package dev.signalbox.relay.drain;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;

/**
 * What the workflow asks of a slice.
 *
 * @param source the producing system
 * @param organizationId whose events are drained
 * @param databaseId the outbox that the starter of the workflow saw; empty: not checked
 * @param slice its number within the workflow run, from 1
 * @param warm whether the slice before it ended by its time alone
 * @param setbacks slices before it, in a row, that the destination stopped
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SliceRequest(
    String source,
    String organizationId,
    String databaseId,
    long slice,
    boolean warm,
    int setbacks) {

  /** What a workflow of another build does not ask is empty. */
  public SliceRequest {
    databaseId = Objects.requireNonNullElse(databaseId, "");
  }
}
