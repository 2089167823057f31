package dev.signalbox.outbox;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Random;

/** Texts made of what breaks encoders. */
final class RandomTexts {

  private static final String[] PARTS = {
    "\\", "\\.", "\\N", "\t", "\n", "\r", "\b", "\f", "\u0001", "\u001f", "\u007f", "\u0080", "\"",
    "'", "{", "}", ",", "NULL", " ", "a", "Z", "é", "\u2028", "\uffff", "🚀", "%", "$1", "?", "\\x",
    "\\u0000", "\\\\"
  };

  private RandomTexts() {}

  static String text(Random random, int maxParts) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(maxParts) + 1; i > 0; i--) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }

  /** One JSON object, with white space, duplicate keys and numbers that no double holds. */
  static String payload(Random random) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0, fields = random.nextInt(6); i < fields; i++) {
      text.append(i == 0 ? "" : ",").append(" \t\r\n".substring(random.nextInt(4)));
      text.append(quoted(text(random, 3))).append(" :");
      text.append(
          switch (random.nextInt(5)) {
            case 0 -> "1e400";
            case 1 -> "-" + "9".repeat(64) + ".10";
            case 2 -> "[[],{\"a\":null,\"a\":true}]";
            case 3 -> "\"\\u0000\\ud800\"";
            default -> quoted(text(random, 40));
          });
    }
    return text.append("}").append(random.nextBoolean() ? "\n" : "").toString();
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
