package dev.signalbox.bench.jmh;

/** JSON objects as services send them: short fields, so that there is something to parse. */
public final class Payloads {

  private Payloads() {}

  /** One of about so many bytes, all ASCII. */
  public static String of(int bytes) {
    StringBuilder text = new StringBuilder(bytes + 64).append("{\"kind\":\"order\"");
    for (int i = 0; text.length() < bytes - 40; i++) {
      text.append(",\"field").append(i).append("\":");
      text.append(i % 3 == 0 ? Integer.toString(i * 7919) : "\"value of it " + i + "\"");
    }
    return text.append('}').toString();
  }
}
