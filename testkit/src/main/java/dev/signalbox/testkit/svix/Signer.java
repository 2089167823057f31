package dev.signalbox.testkit.svix;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what goes to an endpoint: HMAC-SHA256 over id, time and body, one for each valid key. */
final class Signer {

  private static final String ALGORITHM = "HmacSHA256";

  private Signer() {}

  static String sign(List<SigningKey> keys, StoredMessage message, Instant now) {
    return keys.stream()
        .filter(key -> now.isBefore(key.validUntil()))
        .map(key -> "v1," + sign(key, message, now.getEpochSecond()))
        .collect(Collectors.joining(" "));
  }

  private static String sign(SigningKey key, StoredMessage message, long seconds) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
      mac.update((message.id() + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(message.payloadBytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM + ".", e);
    }
  }
}
