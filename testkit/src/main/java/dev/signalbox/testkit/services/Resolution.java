package dev.signalbox.testkit.services;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service that was taken, and why the ways before it were not.
 *
 * @param passedOver one reason for each way that could not be gone, in order
 */
record Resolution<S>(S service, List<String> passedOver) {

  private static final Logger LOG = LoggerFactory.getLogger(Resolution.class);

  Resolution {
    passedOver = List.copyOf(passedOver);
  }

  /**
   * Takes the first candidate that the preference allows and that starts. A given address that does
   * not answer ends the search: whoever gave it does not want another server.
   *
   * @throws ServiceUnavailableException when none is left, with every reason
   */
  static <S> Resolution<S> of(String name, Preference preference, List<Candidate<S>> candidates) {
    List<String> reasons = new ArrayList<>();
    for (Candidate<S> candidate : candidates) {
      if (!preference.allows(candidate.kind())) {
        continue;
      }
      String obstacle = candidate.obstacle().orElse("");
      if (!obstacle.isEmpty()) {
        reasons.add(candidate.kind() + ": " + obstacle);
        continue;
      }
      try {
        return new Resolution<>(candidate.start(), reasons);
      } catch (ServiceUnavailableException e) {
        if (candidate.kind() == ServiceKind.GIVEN) {
          throw e;
        }
        LOG.warn("{} cannot be had as {}", name, candidate.kind(), e);
        reasons.add(candidate.kind() + ": " + e.getMessage());
      }
    }
    throw new ServiceUnavailableException(
        "%s is wanted as \"%s\" and cannot be had: %s"
            .formatted(name, preference, why(preference, reasons)));
  }

  private static String why(Preference preference, List<String> reasons) {
    return reasons.isEmpty()
        ? "it has no form of that kind (" + preference + ")."
        : reasons.stream().collect(Collectors.joining(" "));
  }
}
