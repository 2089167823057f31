package dev.signalbox.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;

/**
 * What starts the workflow of an organization.
 *
 * @param source the producing system
 * @param organizationId whose events are drained
 * @param databaseId {@code installation.database_id} of the outbox that the starter saw; a relay on
 *     another database refuses; empty: the starter did not know it, and nothing is checked
 * @param progress what an earlier run of the same chain had done; {@link RelayProgress#NONE} in a
 *     start
 * @param lastError what went wrong last in an earlier run; empty in a start
 * @param pause what an earlier run was waiting for; {@link RelayPause#NONE} in a start, so that
 *     whoever starts a run is answered by a slice
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RelayInput(
    String source,
    String organizationId,
    String databaseId,
    RelayProgress progress,
    String lastError,
    RelayPause pause) {

  /** What a build that does not know it did not write is empty. */
  public RelayInput {
    databaseId = Objects.requireNonNullElse(databaseId, "");
    progress = Objects.requireNonNullElse(progress, RelayProgress.NONE);
    lastError = Objects.requireNonNullElse(lastError, "");
    pause = Objects.requireNonNullElse(pause, RelayPause.NONE);
  }

  /** A first run. */
  public static RelayInput start(Source source, OrganizationId organization, String databaseId) {
    return new RelayInput(
        source.value(), organization.value(), databaseId, RelayProgress.NONE, "", RelayPause.NONE);
  }

  /** The same chain in a new run. */
  public RelayInput goOn(RelayProgress soFar, String error, RelayPause rest) {
    return new RelayInput(source, organizationId, databaseId, soFar, error, rest);
  }
}
