package dev.signalbox.relay.installation;

import dev.signalbox.contract.Source;
import java.util.Optional;

/**
 * The outbox that a worker drains.
 *
 * @param source the producing system that it belongs to
 * @param databaseId what tells it from every other outbox
 */
public record Installation(Source source, String databaseId) {

  /**
   * Says why a workflow that was started for another outbox must not be drained here.
   *
   * @param otherDatabaseId empty: the starter did not know it
   * @return empty when it may
   */
  public Optional<String> mismatch(String otherSource, String otherDatabaseId) {
    if (!otherSource.equals(source.value())) {
      return Optional.of(
          "The workflow belongs to source \"%s\", this worker drains \"%s\"."
              .formatted(otherSource, source));
    }
    if (!otherDatabaseId.isEmpty() && !otherDatabaseId.equals(databaseId)) {
      return Optional.of(
          "The workflow belongs to the outbox %s, this worker drains %s."
              .formatted(otherDatabaseId, databaseId));
    }
    return Optional.empty();
  }
}
