package dev.signalbox.bench.sick;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Who there is, and what comes for them.
 *
 * @param healthy organizations
 * @param sick organizations, of each sickness in turn
 * @param rate events a second of each organization
 * @param span over which events come
 * @param sickness from the beginning
 */
record Ward(int healthy, int sick, long rate, Duration span, Duration sickness) {

  private static final String HEALTHY = "healthy-";
  private static final List<Sickness> SICKNESSES =
      List.of(Sickness.FAILING, Sickness.THROTTLED, Sickness.HANGING);

  /** The same without the sick. */
  Ward healthyOnly() {
    return new Ward(healthy, 0, rate, span, sickness);
  }

  static boolean isHealthy(String organization) {
    return organization.startsWith(HEALTHY);
  }

  /** All of them, the sick spread among the healthy. */
  List<String> organizations() {
    List<String> all =
        new ArrayList<>(IntStream.range(0, healthy).mapToObj(i -> HEALTHY + i).toList());
    int place = 0;
    for (String organization : patients().keySet()) {
      all.add(place, organization);
      place += all.size() / Math.max(1, sick);
    }
    return all;
  }

  /** What each of the sick has. */
  Map<String, Sickness> patients() {
    Map<String, Sickness> patients = new LinkedHashMap<>();
    for (int i = 0; i < sick; i++) {
      patients.put("sick-" + i, SICKNESSES.get(i % SICKNESSES.size()));
    }
    return patients;
  }

  int events() {
    return Math.toIntExact((healthy + sick) * rate * span.toSeconds());
  }
}
