package dev.signalbox.bench.worker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** What this process uses. */
public final class OwnFigures {

  /** Live bytes of the heap, after a collection. */
  public static final String HEAP = "heap";

  /** Resident bytes, of whatever kind. */
  public static final String RESIDENT = "resident";

  /** Processor time in nanoseconds since the start. */
  public static final String PROCESSOR = "processor";

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT_LINE = "VmRSS:";

  private OwnFigures() {}

  /** Collects garbage, twice because the first leaves what only references of its kind hold. */
  public static Map<String, Double> afterCollection() throws IOException {
    System.gc();
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return Map.of(HEAP, (double) heap, RESIDENT, (double) residentBytes());
  }

  /** Without touching the heap. */
  public static Map<String, Double> now() throws IOException {
    return Map.of(RESIDENT, (double) residentBytes(), PROCESSOR, (double) processorNanos());
  }

  private static long processorNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private static long residentBytes() throws IOException {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT_LINE))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow(() -> new IOException(STATUS + " does not say what is resident."));
    }
  }
}
