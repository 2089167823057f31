package dev.signalbox.contract;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Workflow ids that no two pairs of source and organization share. */
final class WorkflowIds {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private WorkflowIds() {}

  static String of(Source source, OrganizationId organization) {
    return "signalbox/" + source.value() + "/" + escape(organization.value());
  }

  /** Percent-encodes, byte by byte of UTF-8, all but letters, digits, {@code -}, _ and dot. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        escaped.append((char) b);
      } else {
        escaped.append('%').append(HEX.toHexDigits(b));
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_'
        || b == '.';
  }
}
