package dev.signalbox.testkit.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service that was taken, and what went wrong before it.
 *
 * @param failed one reason for each kind that was there and did not start, in order
 */
record Resolution<S>(S service, List<String> failed) {

  private static final Logger LOG = LoggerFactory.getLogger(Resolution.class);

  Resolution {
    failed = List.copyOf(failed);
  }

  /**
   * Takes the first candidate that the preference allows and that starts. A given address that does
   * not answer ends the search: whoever gave it does not want another server.
   *
   * @throws ServiceUnavailableException when none is left, with every reason
   */
  static <S> Resolution<S> of(String name, Preference preference, List<Candidate<S>> candidates) {
    List<String> absent = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (Candidate<S> candidate : candidates) {
      if (!preference.allows(candidate.kind())) {
        continue;
      }
      Optional<String> obstacle = candidate.obstacle();
      if (obstacle.isPresent()) {
        absent.add(candidate.kind() + ": " + obstacle.get());
        continue;
      }
      try {
        return new Resolution<>(candidate.start(), failed);
      } catch (ServiceUnavailableException e) {
        if (candidate.kind() == ServiceKind.GIVEN) {
          throw e;
        }
        LOG.debug("{} cannot be had as {}", name, candidate.kind(), e);
        failed.add(candidate.kind() + ": " + e.getMessage());
      }
    }
    String reasons =
        Stream.concat(absent.stream(), failed.stream()).collect(Collectors.joining(" "));
    throw new ServiceUnavailableException(
        "%s is wanted as \"%s\" and cannot be had: %s"
            .formatted(name, preference, reasons.isEmpty() ? "it has no such kind." : reasons));
  }
}
