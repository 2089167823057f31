package dev.signalbox.bench.drain;

import java.lang.management.ManagementFactory;
import java.util.Map;

/** What a drain is measured by. */
final class Figures {

  static final String RATE = "events/s";
  static final String CPU = "client CPU µs/event";

  private final long start = System.nanoTime();
  private final long cpu = cpuNanos();

  /** Since this was made. */
  Map<String, Double> of(int events) {
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuMicros = (cpuNanos() - cpu) / 1000.0;
    return Map.of(RATE, events / seconds, CPU, cpuMicros / events);
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
