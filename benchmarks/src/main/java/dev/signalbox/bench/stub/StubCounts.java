package dev.signalbox.bench.stub;

/**
 * What a stub was sent since its start.
 *
 * @param messages that were posted
 * @param connections that brought a request for Svix, of whatever kind
 */
public record StubCounts(long messages, long connections) {

  /** What was sent in between. */
  public StubCounts since(StubCounts before) {
    return new StubCounts(messages - before.messages, connections - before.connections);
  }

  static StubCounts parse(String text) {
    String[] parts = text.split(" ", -1);
    return new StubCounts(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  String text() {
    return messages + " " + connections;
  }
}
