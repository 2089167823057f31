package dev.signalbox.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Fairness keys as Temporal takes them. */
final class FairnessKeys {

  /** Temporal's limit, in bytes of UTF-8; a SHA-256 in hex is as long. */
  private static final int MAX_BYTES = 64;

  private FairnessKeys() {}

  static String of(OrganizationId organization) {
    byte[] bytes = organization.value().getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MAX_BYTES
        ? organization.value()
        : HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
