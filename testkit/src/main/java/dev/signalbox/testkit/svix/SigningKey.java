package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** A secret of an endpoint, {@code whsec_…}, and until when it signs. */
record SigningKey(String text, Instant validUntil) {

  private static final String PREFIX = "whsec_";
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 75;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The key that a client chose in this field, or a fresh one. */
  static SigningKey choose(JsonNode json, String field) {
    return new SigningKey(
        Json.text(json, field).map(text -> checked(text, field)).orElseGet(SigningKey::random),
        Instant.MAX);
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(text.substring(PREFIX.length()));
  }

  SigningKey until(Instant end) {
    return new SigningKey(text, end.isBefore(validUntil) ? end : validUntil);
  }

  private static String checked(String text, String field) {
    try {
      int length =
          text.startsWith(PREFIX)
              ? Base64.getDecoder().decode(text.substring(PREFIX.length())).length
              : 0;
      if (length >= MIN_BYTES && length <= MAX_BYTES) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      throw invalid(field);
    }
    throw invalid(field);
  }

  private static Refusal invalid(String field) {
    return Refusal.invalid(
        List.of("body", field), "Secret must be whsec_ and 24 to 75 bytes in base 64.");
  }

  private static String random() {
    byte[] bytes = new byte[MIN_BYTES];
    RANDOM.nextBytes(bytes);
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "SigningKey[validUntil=" + validUntil + "]";
  }
}
