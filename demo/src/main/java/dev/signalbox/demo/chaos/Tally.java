package dev.signalbox.demo.chaos;

import java.util.EnumMap;
import java.util.Map;

/** Counts what happened. Safe for use by several threads. */
final class Tally {

  private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
  private final Map<FaultKind, Long> struck = new EnumMap<>(FaultKind.class);

  Tally() {
    for (FaultKind kind : FaultKind.values()) {
      faults.put(kind, 0L);
      if (kind.isOfSvix()) {
        struck.put(kind, 0L);
      }
    }
  }

  synchronized void happened(FaultKind kind) {
    faults.merge(kind, 1L, Long::sum);
  }

  synchronized void struck(FaultKind kind, long requests) {
    struck.merge(kind, requests, Long::sum);
  }

  synchronized long kills() {
    return faults.entrySet().stream()
        .filter(entry -> entry.getKey().kills())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  synchronized Map<FaultKind, Long> faults() {
    return new EnumMap<>(faults);
  }

  synchronized Map<FaultKind, Long> requestsStruck() {
    return new EnumMap<>(struck);
  }
}
