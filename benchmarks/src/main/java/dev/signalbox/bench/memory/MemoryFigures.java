package dev.signalbox.bench.memory;

/** Their names. */
final class MemoryFigures {

  static final String ACTIVE_HEAP = "heap KiB/active organization";
  static final String ACTIVE_RESIDENT = "RSS KiB/active organization";
  static final String ACTIVE = "organizations active at once";
  static final String IDLE_HEAP = "heap B/idle organization";
  static final String REPLAYED = "% of workflow tasks replayed";
  static final String RESIDENT = "RSS MiB while they are active";

  private static final double KIB = 1024;

  private MemoryFigures() {}

  static double kibEach(double before, double after, int organizations) {
    return (after - before) / KIB / organizations;
  }

  static double mib(double bytes) {
    return bytes / KIB / KIB;
  }
}
