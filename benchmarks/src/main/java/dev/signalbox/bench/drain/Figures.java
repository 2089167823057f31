package dev.signalbox.bench.drain;

import java.lang.management.ManagementFactory;
import java.util.Map;

/** What a drain is measured by. */
public final class Figures {

  /** How fast. */
  public static final String RATE = "events/s";

  /** Of all threads of this process. */
  public static final String CPU = "client CPU µs/event";

  private final long start = System.nanoTime();
  private final long cpu = cpuNanos();

  /** Since this was made. */
  public Map<String, Double> of(long events) {
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
