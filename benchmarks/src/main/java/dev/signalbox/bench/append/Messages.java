package dev.signalbox.bench.append;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/** Makes messages whose payloads are JSON objects of a size, hardly compressible, all different. */
public final class Messages {

  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final String FRAME = "{\"data\":\"\"}";

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_121);
  private final int payloadBytes;

  /** Payloads of so many bytes. */
  public Messages(int payloadBytes) {
    this.payloadBytes = payloadBytes;
  }

  /** So many messages of one organization. */
  public List<Message> of(String organization, int count) {
    return Stream.generate(() -> one(organization)).limit(count).toList();
  }

  /** One of an organization. */
  public Message one(String organization) {
    return new Message(organization, "order.placed", payload());
  }

  private String payload() {
    StringBuilder text = new StringBuilder(payloadBytes).append("{\"data\":\"");
    for (int i = FRAME.length(); i < payloadBytes; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.append("\"}").toString();
  }
}
