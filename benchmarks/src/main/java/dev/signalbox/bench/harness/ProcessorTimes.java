package dev.signalbox.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the kernel has counted for all processors together. */
record ProcessorTimes(long total, long stolen) {

  private static final Path STATISTICS = Path.of("/proc/stat");
  private static final int STEAL = 7;
  private static final int COUNTED = 8; // what follows is contained in the first ones

  /** Empty where there is no such kernel. */
  static Optional<ProcessorTimes> now() {
    try (Stream<String> lines = Files.lines(STATISTICS)) {
      return lines.findFirst().map(ProcessorTimes::parse);
    } catch (IOException e) { // not Linux
      return Optional.empty();
    }
  }

  static ProcessorTimes parse(String line) {
    long[] ticks =
        Stream.of(line.trim().split("\\s+")).skip(1).mapToLong(Long::parseLong).toArray();
    long stolen = ticks.length > STEAL ? ticks[STEAL] : 0;
    return new ProcessorTimes(LongStream.of(ticks).limit(COUNTED).sum(), stolen);
  }

  /** Percent of the time since then that the hypervisor gave to others. */
  double stealPercentSince(ProcessorTimes earlier) {
    long passed = total - earlier.total;
    return passed <= 0 ? 0 : 100.0 * (stolen - earlier.stolen) / passed;
  }
}
