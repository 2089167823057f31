package dev.signalbox.demo;

import dev.signalbox.outbox.EventId;
import java.util.List;
import java.util.random.RandomGenerator;

/** Valid JSON objects, most of them of a kind that a careless relay would change. */
final class Payloads {

  private static final int LONG_NOTE = 20_000;

  /** The first %s is the event's id, the second a total. */
  private static final List<String> SHAPES =
      List.of(
          "{\"event\":\"%s\",\"total\":%s}",
          "{ \"event\" : \"%s\" ,\r\n\t\"total\" : %s }\n ",
          "{\"event\":\"%s\",\"event\":\"again\",\"total\":%s,\"total\":0}",
          "{\"event\":\"%s\",\"total\":%s,\"serial\":"
              + "1234567890123456789012345678901234567890123456789012345678901234}",
          "{\"event\":\"%s\",\"total\":%s,\"rate\":0.10000000000000000000000000000000001,"
              + "\"none\":-0.0,\"exponent\":1.50E+03}",
          "{\"event\":\"%s\",\"total\":%s,\"note\":\"Grüße 🎁👩‍👩‍👧 — 日本語\"}",
          "{\"event\":\"%s\",\"total\":%s,\"escapes\":\"\\u0000\\u00e9\\/\\ud83d\\ude00\\t\"}",
          "{\"z\":null,\"event\":\"%s\",\"a\":{\"\":[[],{}]},\"total\":%s,\"list\":[1,1.0,1e0]}");

  private Payloads() {}

  static String of(EventId id, RandomGenerator random) {
    String total = random.nextInt(1, 1000) + "." + random.nextInt(10) + "0";
    if (random.nextInt(100) == 0) {
      return "{\"event\":\"%s\",\"total\":%s,\"note\":\"%s\"}"
          .formatted(id, total, "long ".repeat(LONG_NOTE / 5));
    }
    return shape(SHAPES.get(random.nextInt(SHAPES.size())), id, total);
  }

  @SuppressWarnings("FormatStringAnnotation") // each shape has the two places
  private static String shape(String shape, EventId id, String total) {
    return String.format(shape, id, total);
  }
}
