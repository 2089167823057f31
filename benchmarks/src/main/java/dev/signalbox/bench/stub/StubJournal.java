package dev.signalbox.bench.stub;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stub has taken since it was last asked; it keeps nothing before it is first asked. Safe
 * for use by several threads.
 */
final class StubJournal {

  private @Nullable StringBuilder lines;

  /** The machine's clock, in microseconds since 1970. */
  static long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  synchronized void add(String key, long firstByteMicros, long answeredMicros) {
    if (lines != null) {
      lines.append(key).append(' ').append(firstByteMicros).append(' ');
      lines.append(answeredMicros).append('\n');
    }
  }

  /** Hands out what there is, and forgets it. */
  synchronized byte[] take() {
    byte[] taken =
        lines == null ? new byte[0] : lines.toString().getBytes(StandardCharsets.US_ASCII);
    lines = new StringBuilder();
    return taken;
  }

  static List<Delivery> parse(String text) {
    List<Delivery> deliveries = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] parts = line.split(" ", -1);
      if (parts.length == 3) {
        deliveries.add(new Delivery(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
      }
    }
    return deliveries;
  }
}
